using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.SignIn;

/// <summary>The step of a sign-in that is demanded of administrators, by a role or by a company: an authenticator app is enrolled.</summary>
internal static class EnrolAtSignIn
{
    internal sealed record Request(string Challenge);

    public static async Task<Results<Ok<EnrolSecondFactor.Offer>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, SignInChallenges challenges, EnrolSecondFactor enrol, CancellationToken ct)
    {
        if (await challenges.ReadAsync(request.Challenge, SignInStep.Kind.Enrol, db, ct) is not { } begun) return FinishSignIn.StaleChallenge();
        var (offer, refusal) = await enrol.OfferAsync(begun.Account, ct);
        return refusal is not null ? refusal.ToProblem() : TypedResults.Ok(offer);
    }
}

/// <summary>Ends that step with a code of the app.</summary>
internal static class ConfirmAtSignIn
{
    internal sealed record Request(string Challenge, string Code);

    /// <param name="RecoveryCodes">Codes for the day on which the phone is lost. They are never shown again.</param>
    /// <param name="Me">Who is signed in now; null while a step is missing.</param>
    /// <param name="Step">The step that is missing; null when none is.</param>
    internal sealed record Response(IReadOnlyList<string> RecoveryCodes, Me? Me, SignInStep? Step);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, SignInChallenges challenges, EnrolSecondFactor enrol, FinishSignIn finish, HttpContext http, CancellationToken ct)
    {
        if (await challenges.ReadAsync(request.Challenge, SignInStep.Kind.Enrol, db, ct) is not { } begun) return FinishSignIn.StaleChallenge();
        var (codes, refusal) = await enrol.ConfirmAsync(begun.Account, request.Code, ct);
        if (refusal is not null) return refusal.ToProblem();
        var (me, step) = await finish.RunAsync(begun.Account, begun.Way.And(SignInWay.PasswordAndCode), http, ct);
        return TypedResults.Ok(new Response(codes!, me, step));
    }
}
