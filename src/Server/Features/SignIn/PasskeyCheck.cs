using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Checks what a passkey has answered, and that it has not answered so before.</summary>
internal sealed class PasskeyCheck(IPasskeyHandler<Account> passkeys, PasskeyStates states, WriteAttempts writes)
{
    /// <summary>Code of the refusal of a challenge that is over, forged or for something else.</summary>
    public const string Stale = "sign-in.challenge.stale";

    private static readonly Refusal Over = new(Stale, "Expected the challenge of a ceremony that was begun some minutes ago at most, for this very thing, but this one is over, or for something else, or was changed.");

    private static readonly Refusal Refused =
        new("sign-in.passkey.refused", "Expected the answer of a passkey that is registered here to the options given before, from this site and with the user verified, but it is not.");

    /// <summary>Whose passkey it was, or why it does not count.</summary>
    /// <param name="state">What the challenge was given with.</param>
    /// <param name="credential">JSON of the answer.</param>
    /// <param name="use">What the challenge was made for.</param>
    /// <param name="mayBeDisabled">It is enough to be the person; the account need not be good for signing in any more.</param>
    /// <param name="http">The request, whose origin counts.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(Account? Account, Refusal? Refusal)> RunAsync(string state, string credential, string use, bool mayBeDisabled, HttpContext http, CancellationToken ct)
    {
        if (states.Open(state, use) is not { } begun) return (null, Over);
        var result = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = credential, AssertionState = begun.Content });
        if (!result.Succeeded) return (null, Refused);
        var because = result.User.DisabledUtc is not null && !mayBeDisabled ? "disabled" : await IsReplayedAsync(result.Passkey, begun.MadeUtc, ct) ? "replayed passkey" : null;
        if (because is null) return (result.User, null);
        await writes.RunAsync((scope, _) =>
        {
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(result.User, SignInFacts.Nobody, "sign-in.refused", new { Because = because }));
            return Task.FromResult(true);
        }, ct);
        return (null, Refused);
    }

    // The condition stands in the statement, so that of two requests with the same answer one is refused.
    private async Task<bool> IsReplayedAsync(UserPasskeyInfo passkey, DateTime madeUtc, CancellationToken ct)
    {
        var nowUtc = LiveSessions.NowUtc;
        var (id, count, isBackedUp) = (passkey.CredentialId, (long)passkey.SignCount, passkey.IsBackedUp);
        return 0 == await writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().Passkeys
            .Where(p => p.CredentialId == id && (p.LastChallengeUtc == null || p.LastChallengeUtc < madeUtc))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastChallengeUtc, madeUtc).SetProperty(p => p.LastUsedUtc, nowUtc).SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, isBackedUp), token), ct);
    }
}
