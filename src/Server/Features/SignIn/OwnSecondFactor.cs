using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Whether the caller has an authenticator app.</summary>
internal static class ReadSecondFactor
{
    /// <param name="IsEnrolled">Whether sign-ins ask for a code.</param>
    /// <param name="IsDemanded">Whether a role or the company demands it, so that it cannot be removed.</param>
    /// <param name="RecoveryCodesLeft">Recovery codes that were not used yet.</param>
    internal sealed record Response(bool IsEnrolled, bool IsDemanded, int RecoveryCodesLeft);

    public static async Task<Ok<Response>> HandleAsync(AppDbContext db, CurrentUser user, FinishSignIn finish, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        return TypedResults.Ok(new Response(await finish.HasSecondFactorAsync(account, ct), finish.IsSecondFactorDemanded(account, user.AsIdentity()),
            await db.RecoveryCodes.CountAsync(c => c.AccountId == account.Id && c.UsedUtc == null, ct)));
    }
}

/// <summary>Begins to enrol an authenticator app. Asks for the password: an unlocked screen alone must not change how its owner signs in.</summary>
internal static class BeginEnrolment
{
    internal sealed record Request(string Password);

    public static async Task<Results<Ok<EnrolSecondFactor.Offer>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, PasswordCheck passwords, EnrolSecondFactor enrol, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        if (await passwords.RunAsync(account, request.Password, ct) is { } wrong) return Problems.Forbidden(wrong.Code, wrong.Message);
        var (offer, refusal) = await enrol.OfferAsync(account, ct);
        return refusal is not null ? refusal.ToProblem() : TypedResults.Ok(offer);
    }
}

/// <summary>Finishes it with a code of the app.</summary>
internal static class ConfirmEnrolment
{
    internal sealed record Request(string Code);

    /// <param name="RecoveryCodes">Codes for the day on which the phone is lost. They are never shown again.</param>
    internal sealed record Response(IReadOnlyList<string> RecoveryCodes);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, CurrentUser user, EnrolSecondFactor enrol, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        var (codes, refusal) = await enrol.ConfirmAsync(account, request.Code, ct);
        return refusal is not null ? refusal.ToProblem() : TypedResults.Ok(new Response(codes!));
    }
}

/// <summary>Removes the caller's authenticator app, with the password and a code. Not where a role or the company demands it.</summary>
internal static class RemoveSecondFactor
{
    /// <param name="Password">The caller's password.</param>
    /// <param name="Code">A code of the app, or a recovery code.</param>
    internal sealed record Request(string Password, string Code);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, PasswordCheck passwords, CodeCheck codes, FinishSignIn finish, WriteAttempts writes, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.PersonId == user.PersonId, ct);
        if (finish.IsSecondFactorDemanded(account, user.AsIdentity()))
            return Problems.Forbidden("second-factor.demanded", "Expected an account that may do without a second factor, but a role or the company demands one.");
        if (await passwords.RunAsync(account, request.Password, ct) is { } wrong) return Problems.Forbidden(wrong.Code, wrong.Message);
        if ((await codes.RunAsync(account, request.Code, ct)).Refusal is { } refusal) return Problems.Forbidden(refusal.Code, refusal.Message);
        await writes.RunAsync(async (scope, token) =>
        {
            var rows = scope.GetRequiredService<AppDbContext>();
            await rows.RecoveryCodes.Where(c => c.AccountId == account.Id).ExecuteDeleteAsync(token);
            scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, "second-factor.removed", new { }));
            return await rows.SecondFactors.Where(f => f.AccountId == account.Id).ExecuteDeleteAsync(token);
        }, ct);
        return TypedResults.NoContent();
    }
}
