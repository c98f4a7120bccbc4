using System.Collections.Frozen;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn;

/// <summary>Says what still has to be done before somebody is signed in, and signs them in when that is nothing.</summary>
internal sealed class FinishSignIn(AppDbContext db, FindIdentity people, StartSession sessions, SignInChallenges challenges, SignInOptions options)
{
    /// <summary>With any of these, one could let oneself or others in, or see and do what only few may: their holders need a second factor as administrators do, whatever their role is called.</summary>
    public static readonly FrozenSet<Permission> Administrative =
        [
            Permission.RolesManage, Permission.AccountsManage, Permission.SignInManage, Permission.ClientsManage, Permission.KeysManage, Permission.BackupsManage, Permission.CompaniesManage,
            Permission.PayRead, Permission.PayRelease, Permission.IdentityReveal, Permission.PrivacyManage, Permission.WorkflowsManage,
        ];

    /// <summary>The next step of an account whose person has proven who they are in this way; null when there is none.</summary>
    public async Task<SignInStep.Kind?> NextAsync(Account account, SignInWay way, CancellationToken ct)
    {
        if (way.IsOneFactor())
        {
            if (await HasSecondFactorAsync(account, ct)) return SignInStep.Kind.Code;
            if (IsSecondFactorDemanded(account, await IdentityAsync(account, ct))) return SignInStep.Kind.Enrol;
        }
        return account.NeedsPassword(way) ? SignInStep.Kind.NewPassword : null;
    }

    /// <summary>Starts a session in this browser, or says what comes first.</summary>
    public async Task<(Me? Me, SignInStep? Step)> RunAsync(Account account, SignInWay way, HttpContext http, CancellationToken ct)
    {
        if (await NextAsync(account, way, ct) is { } next) return (null, challenges.Issue(account, next, way));
        await Session.GiveAsync(http, await sessions.RunAsync(account, way, SessionCarrier.Cookie, ct));
        return (Me.Of(await IdentityAsync(account, ct)), null);
    }

    /// <summary>The same, as an answer.</summary>
    public async Task<Results<Ok<Me>, Accepted<SignInStep>, ProblemHttpResult>> AnswerAsync(Account account, SignInWay way, HttpContext http, CancellationToken ct)
    {
        var (me, step) = await RunAsync(account, way, http, ct);
        return me is not null ? TypedResults.Ok(me) : TypedResults.Accepted((string?)null, step);
    }

    /// <summary>The person of an account.</summary>
    public async Task<CurrentUser.Identity> IdentityAsync(Account account, CancellationToken ct) =>
        await people.OfAsync(account.PersonId, ct) ?? throw new InvalidOperationException($"Expected account {account.Id} to belong to a person, but it does not.");

    /// <summary>Whether the account has a second factor that counts.</summary>
    public Task<bool> HasSecondFactorAsync(Account account, CancellationToken ct) =>
        db.SecondFactors.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(f => f.AccountId == account.Id && f.ConfirmedUtc != null, ct);

    /// <summary>Whether what the person may do, a role or the company demands a second factor.</summary>
    public bool IsSecondFactorDemanded(Account account, CurrentUser.Identity person) =>
        (options.SecondFactor.Administrators && Administrative.Any(person.Rights.Has)) || options.SecondFactor.Companies.Contains(account.CompanyId) || person.Roles.Any(r => options.SecondFactor.Roles.Contains(r));

    /// <summary>What a challenge that does not count is answered with.</summary>
    public static ProblemHttpResult StaleChallenge() => Problems.Problem(StatusCodes.Status401Unauthorized, "sign-in.challenge.stale",
        "Expected the challenge of a sign-in that was begun some minutes ago at most, but this one is over or was changed. Sign in anew.");
}
