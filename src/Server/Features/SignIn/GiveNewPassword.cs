using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The last step of a sign-in for which an administrator asked for a new password.</summary>
internal static class GiveNewPassword
{
    internal sealed record Request(string Challenge, string NewPassword);

    public static async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, SignInChallenges challenges, SetPassword set, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        if (await challenges.ReadAsync(request.Challenge, SignInStep.Kind.NewPassword, db, ct) is not { } begun) return FinishSignIn.StaleChallenge();
        if (await set.RunAsync(begun.Account.Id, request.NewPassword, keep: null, ct) is { } refusal) return refusal.ToProblem();
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.Id == begun.Account.Id, ct);
        return await finish.AnswerAsync(account, begun.Way, http, ct);
    }
}
