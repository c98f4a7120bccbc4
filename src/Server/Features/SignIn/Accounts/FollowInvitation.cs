using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>Somebody comes with a link by which they choose a password. It stands for the password that they do not have yet: a second factor is asked for as after one. It is used up once the password is chosen, so that programs which
/// look at links in mails use up none.</summary>
internal sealed class FollowInvitation(AppDbContext db, FinishSignIn finish, SignInChallenges challenges, TimeProvider clock)
{
    /// <param name="Token">From the link.</param>
    internal sealed record Request(string Token);

    /// <summary><c>/sign-in/invitation</c>: the page of the next step.</summary>
    public static async Task<IResult> ShowAsync(HttpContext http, FollowInvitation follow, CancellationToken ct) =>
        await follow.StepAsync(http.Request.Query["token"].ToString(), ct) is { } step ? await SignInPages.ShowAsync(http, step, ReturnPath.Default, ct) : SignInPages.LinkOver(http);

    /// <summary>The same for programs: the next step with its challenge.</summary>
    public static async Task<Results<Accepted<SignInStep>, ProblemHttpResult>> HandleAsync(Request request, FollowInvitation follow, CancellationToken ct) =>
        await follow.StepAsync(request.Token, ct) is { } step
            ? TypedResults.Accepted((string?)null, step)
            : Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.invitation.stale", "Expected the token of a link that was not used and is not over, but it is none. An administrator sends a new one.");

    // A disabled account has no link: disabling takes it away.
    private async Task<SignInStep?> StepAsync(string token, CancellationToken ct)
    {
        var (hash, nowUtc) = (Invitations.HashOf(token), clock.GetUtcNow().UtcDateTime);
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking()
            .SingleOrDefaultAsync(a => a.InvitationHash == hash && a.InvitationExpiresUtc > nowUtc && a.DisabledUtc == null, ct);
        if (account is null) return null;
        // Somebody who has a password already chooses another one, or the link would be good for ever.
        return challenges.Issue(account, await finish.NextAsync(account, SignInWay.Password, ct) ?? SignInStep.Kind.NewPassword, SignInWay.Password);
    }
}
