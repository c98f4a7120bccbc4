using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>An administrator wants a person of their company to choose a new password. The person's sessions end, and the next sign-in asks for it.</summary>
internal static class AskForNewPassword
{
    /// <param name="Reason">Why, for the audit log.</param>
    internal sealed record Request(string Reason);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, ActOnAccount act, CancellationToken ct) =>
        act.RunAsync(personId, request.Reason, "password.asked-for", (account, _, _) =>
        {
            account.AskForNewPassword();
            return Task.FromResult<Refusal?>(null);
        }, ct);
}
