using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The second step of a sign-in: a code of the authenticator app, or a recovery code.</summary>
internal static class GiveCode
{
    internal sealed record Request(string Challenge, string Code);

    public static async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, SignInChallenges challenges, CodeCheck codes, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        if (await challenges.ReadAsync(request.Challenge, SignInStep.Kind.Code, db, ct) is not { } begun) return FinishSignIn.StaleChallenge();
        var (way, refusal) = await codes.RunAsync(begun.Account, request.Code, ct);
        if (refusal is not null) return Problems.Problem(StatusCodes.Status401Unauthorized, refusal.Code, refusal.Message);
        return await finish.AnswerAsync(begun.Account, begun.Way.And(way), http, ct);
    }
}
