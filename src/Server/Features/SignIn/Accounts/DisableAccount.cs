using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>An administrator disables the account of a person of their company, for example because it was stolen. Sessions and tokens end at once. One person can do it alone, because it can be taken back and may be urgent.</summary>
internal static class DisableAccount
{
    /// <param name="Reason">Why, for the audit log.</param>
    internal sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, CurrentUser user, ActOnAccount act, TimeProvider clock, CancellationToken ct)
    {
        // Whoever locks themselves out may be the last who could undo it.
        if (personId == user.PersonId) return Problems.Forbidden("accounts.own-forbidden", "Expected another person's account than one's own, but it is the same.");
        return await act.RunAsync(personId, request.Reason, "account.disabled", (account, _, _) =>
        {
            if (account.DisabledUtc is { } since) return Task.FromResult<Refusal?>(new("accounts.disabled", $"Expected an account that is not disabled, but it has been since {since:yyyy-MM-dd HH:mm} UTC."));
            account.Disable(clock.GetUtcNow().UtcDateTime);
            return Task.FromResult<Refusal?>(null);
        }, ct);
    }
}
