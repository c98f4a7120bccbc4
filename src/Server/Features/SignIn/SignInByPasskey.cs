using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>First half of a sign-in without a password: what the browser needs for <c>navigator.credentials.get</c>. The same for everybody, so it tells nobody who has an account.</summary>
internal static class BeginSignInByPasskey
{
    /// <summary>What the state is sealed for.</summary>
    public const string Use = "sign-in";

    /// <param name="Options">For <c>PublicKeyCredential.parseRequestOptionsFromJSON</c>.</param>
    /// <param name="State">What to send back with the second half.</param>
    internal sealed record Response(JsonNode Options, string State);

    public static async Task<Ok<Response>> HandleAsync(IPasskeyHandler<Account> passkeys, PasskeyStates states, HttpContext http)
    {
        var made = await passkeys.MakeRequestOptionsAsync(null, http);
        return TypedResults.Ok(new Response(JsonNode.Parse(made.RequestOptionsJson)!, states.Seal(made.AssertionState!, Use)));
    }
}

/// <summary>Second half: the browser's answer. A passkey is two factors, the device and how it verified its user, so no code is asked for.</summary>
internal static class SignInByPasskey
{
    /// <param name="State">From the first half.</param>
    /// <param name="Credential">What <c>PublicKeyCredential.toJSON</c> gives.</param>
    internal sealed record Request(string State, JsonElement Credential);

    public static async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(
        Request request, IPasskeyHandler<Account> passkeys, PasskeyStates states, WriteAttempts writes, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        if (states.Open(request.State, BeginSignInByPasskey.Use) is not { } state) return FinishSignIn.StaleChallenge();
        var result = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http, CredentialJson = request.Credential.GetRawText(), AssertionState = state.Content });
        if (!result.Succeeded) return Refused();
        if (await WhyNotAsync(result.User, result.Passkey, state.MadeUtc, writes, ct) is { } because)
        {
            await writes.RunAsync((scope, _) =>
            {
                scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(result.User, SignInFacts.Nobody, "sign-in.refused", new { Because = because }));
                return Task.FromResult(true);
            }, ct);
            return Refused();
        }
        return await finish.AnswerAsync(result.User, SignInWay.Passkey, http, ct);
    }

    // The condition stands in the statement, so that of two requests with the same answer one is refused.
    private static async Task<string?> WhyNotAsync(Account account, UserPasskeyInfo passkey, DateTime madeUtc, WriteAttempts writes, CancellationToken ct)
    {
        if (account.DisabledUtc is not null) return "disabled";
        var nowUtc = LiveSessions.NowUtc;
        var (id, count, isBackedUp) = (passkey.CredentialId, (long)passkey.SignCount, passkey.IsBackedUp);
        var used = await writes.RunAsync((scope, token) => scope.GetRequiredService<AppDbContext>().Passkeys
            .Where(p => p.CredentialId == id && (p.LastChallengeUtc == null || p.LastChallengeUtc < madeUtc))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LastChallengeUtc, madeUtc).SetProperty(p => p.LastUsedUtc, nowUtc).SetProperty(p => p.SignCount, count).SetProperty(p => p.IsBackedUp, isBackedUp), token), ct);
        return used == 1 ? null : "replayed passkey";
    }

    private static ProblemHttpResult Refused() =>
        Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.passkey.refused", "Expected the answer of a passkey that is registered here to the options given before, from this site and with the user verified, but it is not.");
}
