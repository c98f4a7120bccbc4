using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>An administrator wants a person of their company to choose a new password. The person's sessions end, and the next sign-in asks for it.</summary>
internal static class AskForNewPassword
{
    /// <param name="Reason">Why, for the audit log.</param>
    internal sealed record Request(string Reason);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid personId, Request request, CurrentUser user, WriteAttempts writes, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("accounts.reason.invalid", "Expected a reason for the audit log, but it is empty.");
        var isThere = await writes.RunAsync(async (scope, token) =>
        {
            var account = await scope.GetRequiredService<AppDbContext>().Users.SingleOrDefaultAsync(a => a.PersonId == personId && a.CompanyId == user.CompanyId, token);
            if (account is null) return false;
            account.AskForNewPassword();
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "password.asked-for", new { request.Reason }));
            return true;
        }, ct);
        return isThere ? TypedResults.NoContent() : Problems.NotFound("accounts.unknown", $"Expected a person {personId} of your company with an account, but there is none.");
    }
}
