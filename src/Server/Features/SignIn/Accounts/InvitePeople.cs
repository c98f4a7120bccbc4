using System.ComponentModel;
using HrBpm.Activities.Connectors.Mail;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.SignIn.Accounts;

/// <summary>Gives one person an account, or a new link to choose a password, where it was forgotten.</summary>
internal static class InvitePerson
{
    public static async Task<Results<Ok<InvitePeople.Invited>, ProblemHttpResult>> HandleAsync(Guid personId, InvitePeople invite, HttpContext http, SignInOptions options, CancellationToken ct)
    {
        var (done, refusal) = await invite.OneAsync(personId, options.AddressOf(http.Request), ct);
        return refusal is null ? TypedResults.Ok(done!) : refusal.ToProblem();
    }
}

/// <summary>Gives accounts to people who are employed and have none, for example after an import.</summary>
internal static class InviteMany
{
    /// <summary>Most at once: each has a link in the answer.</summary>
    public const int Most = 1_000;

    /// <param name="People">Whom. Those who have an account already, or are employed no more, are passed over. Absent: everybody who is employed and has none, some at a time.</param>
    public sealed record Request([property: Description("Ids of people, at most 1,000. Absent: everybody who is employed and has no account, 1,000 at a time.")] IReadOnlyList<Guid>? People = null);

    /// <param name="Invited">Who has an account now.</param>
    /// <param name="Refused">Who holds more rights than whoever invites, so that a link to their account would be a way to these.</param>
    /// <param name="Remaining">How many people there are still without an account, whom the request meant.</param>
    public sealed record Response(IReadOnlyList<InvitePeople.Invited> Invited, IReadOnlyList<Guid> Refused, int Remaining);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, InvitePeople invite, HttpContext http, SignInOptions options, CancellationToken ct) =>
        request.People is { Count: 0 or > Most }
            ? Problems.Invalid("accounts.people.invalid", $"Expected 1 to {Most} people, or none for everybody, but got {request.People.Count}.")
            : TypedResults.Ok(await invite.ManyAsync(request.People, options.AddressOf(http.Request), ct));
}

/// <summary>Makes accounts with links, which go by mail where there is a relay. Otherwise whoever invites gets them, and only of people who may do no more than they may themselves.</summary>
internal sealed class InvitePeople(WriteAttempts writes, CurrentUser user, Letters letters, LetterSignal signal, AccountEnds ends, TimeProvider clock)
{
    /// <param name="PersonId">Whose account it is.</param>
    /// <param name="UserName">What the person signs in with.</param>
    /// <param name="Link">Where they choose a password. Shown once; null when it goes by mail.</param>
    /// <param name="ExpiresUtc">Until when the link works; null when it goes by mail.</param>
    /// <param name="SentTo">The address that the link goes to; null when it is shown.</param>
    public sealed record Invited(Guid PersonId, string Name, string UserName, string? Link, DateTime? ExpiresUtc, string? SentTo);

    /// <summary>One person, who may have an account already.</summary>
    /// <param name="personId">Who.</param>
    /// <param name="address">Where the browser of whoever invites sees this server.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(Invited? Done, Refusal? Refusal)> OneAsync(Guid personId, string address, CancellationToken ct)
    {
        var done = await writes.RunAsync((scope, token) => OneAsync(scope, personId, address, token), ct);
        signal.Raise();
        return done;
    }

    /// <summary>People who have none.</summary>
    /// <param name="wanted">Whom; null for everybody.</param>
    /// <param name="address">Where the browser of whoever invites sees this server.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<InviteMany.Response> ManyAsync(IReadOnlyList<Guid>? wanted, string address, CancellationToken ct)
    {
        var done = await writes.RunAsync((scope, token) => ManyAsync(scope, wanted, address, token), ct);
        signal.Raise();
        return done;
    }

    private async Task<(Invited?, Refusal?)> OneAsync(IServiceProvider scope, Guid personId, string address, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await Reached(db).SingleOrDefaultAsync(p => p.Id == personId, ct) is not { } person)
            return (null, new("people.unknown", $"Expected a person {personId:D} of your company, but there is none."));
        if (!letters.CanBeSent && (await GrantedRights.WiderThanAsync(db, user.AsIdentity(), user.CompanyId, Now, ct)).Contains(personId))
            return (null, new("accounts.wider-forbidden", $"Expected a person who may do no more than you, because the link would be shown to you, but {person.Name} holds a role that allows more. With a mail relay (Connectors:Mail) it goes to the person alone."));
        var account = await db.Users.SingleOrDefaultAsync(a => a.PersonId == personId, ct);
        if (account?.DisabledUtc is { } since) return (null, new("accounts.disabled", $"Expected an account that is not disabled, but it has been since {since:yyyy-MM-dd HH:mm} UTC. Enable it first."));
        if (account is null && !await Employed(db).AnyAsync(e => e.PersonId == personId, ct))
            return (null, new("accounts.has-left", $"Expected somebody who is employed, or will be, but {person.Name} is not."));
        return (Invite(scope, person, account, await ends.OfAsync(db, personId, ct), address), null);
    }

    private async Task<InviteMany.Response> ManyAsync(IServiceProvider scope, IReadOnlyList<Guid>? wanted, string address, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        var without = Reached(db).Where(p => Employed(db).Any(e => e.PersonId == p.Id) && !db.Users.Any(a => a.PersonId == p.Id));
        if (wanted is not null) without = without.Where(p => wanted.Contains(p.Id));
        HashSet<Guid> closed = letters.CanBeSent ? [] : await GrantedRights.WiderThanAsync(db, user.AsIdentity(), user.CompanyId, Now, ct);
        var refused = await without.Where(p => closed.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        without = without.Where(p => !closed.Contains(p.Id));
        var total = await without.CountAsync(ct);
        var people = await without.OrderBy(p => p.EmployeeNumber).ThenBy(p => p.Id).Take(InviteMany.Most).ToListAsync(ct);
        var endsUtc = await ends.OfAsync(db, people.ConvertAll(p => p.Id), ct);
        return new(people.ConvertAll(person => Invite(scope, person, null, endsUtc.GetValueOrDefault(person.Id), address)), refused, total - people.Count);
    }

    private Invited Invite(IServiceProvider scope, PersonRecord person, Account? account, DateTime? endsUtc, string address)
    {
        var (db, isNew) = (scope.GetRequiredService<AppDbContext>(), account is null);
        if (account is null) db.Add(account = Account.For(person, passwordHash: null));
        // Who has a password may have forgotten it, or somebody else knows it: the link replaces it.
        else if (account.PasswordHash is not null) account.AskForNewPassword();
        account.EndsUtc = endsUtc;
        var sentTo = letters.CanBeSent ? person.Email : null;
        var link = sentTo is null ? scope.GetRequiredService<Invitations>().LinkFor(account) : null;
        if (sentTo is not null) account.LetterDueUtc = Now;
        scope.GetRequiredService<IAuditTrail>().Record(SignInFacts.Of(account, user.Actor, isNew ? "account.invited" : "account.link-renewed", new { byMail = sentTo is not null }));
        return new(person.Id, person.Name, person.UserName, link is null ? null : address + link.Path, link?.ExpiresUtc, sentTo);
    }

    private DateTime Now => UtcDateTimeConverter.ToStored(clock.GetUtcNow().UtcDateTime);

    // Accounts are a company's own matter, also for those whose other rights reach the group.
    private IQueryable<PersonRecord> Reached(AppDbContext db) => db.People.VisibleTo(user, Permission.AccountsManage, db).Where(p => p.CompanyId == user.CompanyId);

    private IQueryable<Employment> Employed(AppDbContext db)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime).AddDays(-1);
        return db.Employments.Where(e => e.Until == null || e.Until >= today);
    }
}
