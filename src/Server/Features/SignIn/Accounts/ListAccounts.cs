using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>What an account can be used for now.</summary>
internal enum AccountState
{
    /// <summary>The person is employed and has no account.</summary>
    None,

    /// <summary>The person has chosen no password yet, and come in no other way.</summary>
    Invited,

    /// <summary>It can be used.</summary>
    Active,

    /// <summary>Too many wrong passwords; it can be used again after a while.</summary>
    Locked,

    /// <summary>It cannot be used until somebody enables it.</summary>
    Disabled,
}

/// <summary>The people of the caller's company with their accounts.</summary>
internal static class ListAccounts
{
    private const int MostAtOnce = 200;

    /// <param name="LinkUntilUtc">Until when the newest link for choosing a password works; null when there is none.</param>
    /// <param name="LastSeenUtc">When a request of the person came last, of the sessions that are still on record.</param>
    /// <param name="LockedUntilUtc">Until when it is locked.</param>
    /// <param name="DisabledUtc">Since when it is disabled.</param>
    /// <param name="HasSecondFactor">Whether the person has an authenticator app or a passkey.</param>
    public sealed record Item(Guid PersonId, string Name, string EmployeeNumber, string UserName, string Email, AccountState State, DateTime? LinkUntilUtc, DateTime? LastSeenUtc, DateTime? LockedUntilUtc, DateTime? DisabledUtc, bool HasSecondFactor);

    /// <param name="Total">How many there are altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those in this state: none, invited, active, locked or disabled.")] string? state,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, TimeProvider clock, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        AccountState? wanted = Enum.TryParse<AccountState>(state, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(state![0]) ? parsed : null;
        if (wanted is null && state is { Length: > 0 }) return Problems.Invalid("accounts.state", $"Expected 'state' to be none, invited, active, locked or disabled, but it is '{state}'.");
        var now = clock.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime).AddDays(-1);
        var people = db.People.AsNoTracking().VisibleTo(user, Permission.AccountsManage, db).Where(p => p.CompanyId == user.CompanyId);
        // Few at a time, and SQLite compares no moments with an offset.
        var locked = (await db.Users.Where(a => a.LockoutEnd != null).Select(a => new { a.PersonId, a.LockoutEnd }).ToListAsync(ct)).Where(a => a.LockoutEnd > now).Select(a => a.PersonId).ToList();
        people = wanted switch
        {
            AccountState.None => people.Where(p => !db.Users.Any(a => a.PersonId == p.Id) && db.Employments.Any(e => e.PersonId == p.Id && (e.Until == null || e.Until >= today))),
            AccountState.Invited => people.Where(p => db.Users.Any(a => a.PersonId == p.Id && a.DisabledUtc == null && a.PasswordHash == null && !db.SignInSessions.Any(s => s.AccountId == a.Id))),
            AccountState.Active => people.Where(p => db.Users.Any(a => a.PersonId == p.Id && a.DisabledUtc == null && (a.PasswordHash != null || db.SignInSessions.Any(s => s.AccountId == a.Id))) && !locked.Contains(p.Id)),
            AccountState.Locked => people.Where(p => locked.Contains(p.Id) && db.Users.Any(a => a.PersonId == p.Id && a.DisabledUtc == null)),
            AccountState.Disabled => people.Where(p => db.Users.Any(a => a.PersonId == p.Id && a.DisabledUtc != null)),
            _ => people.Where(p => db.Users.Any(a => a.PersonId == p.Id) || db.Employments.Any(e => e.PersonId == p.Id && (e.Until == null || e.Until >= today))),
        };
        var rows = await (
            from person in people
            orderby person.EmployeeNumber, person.Id
            from account in db.Users.Where(a => a.PersonId == person.Id).DefaultIfEmpty()
            select new
            {
                person.Id, person.Name, person.EmployeeNumber, person.UserName, person.Email,
                Account = account,
                LastSeenUtc = db.SignInSessions.Where(s => s.AccountId == account.Id).Max(s => (DateTime?)s.LastSeenUtc),
                HasSecondFactor = db.SecondFactors.Any(f => f.AccountId == account.Id && f.ConfirmedUtc != null) || db.Passkeys.Any(p => p.AccountId == account.Id),
            }).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        return TypedResults.Ok(new Response(
            rows.ConvertAll(r => new Item(r.Id, r.Name, r.EmployeeNumber, r.UserName, r.Email, StateOf(r.Account, r.LastSeenUtc is not null, now), r.Account?.InvitationExpiresUtc is { } until && until > now.UtcDateTime ? until : null, r.LastSeenUtc,
                r.Account?.LockoutEnd is { } locked && locked > now ? locked.UtcDateTime : null, r.Account?.DisabledUtc, r.HasSecondFactor)),
            await pages.CountAsync(people, ct)));
    }

    private static AccountState StateOf(Account? account, bool wasUsed, DateTimeOffset now) => account switch
    {
        null => AccountState.None,
        { DisabledUtc: not null } => AccountState.Disabled,
        { LockoutEnd: { } until } when until > now => AccountState.Locked,
        { PasswordHash: null } when !wasUsed => AccountState.Invited,
        _ => AccountState.Active,
    };
}
