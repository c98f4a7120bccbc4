using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>Whom somebody may mention in the discussion of a flow: those who have a part in it, and colleagues of the flow's company whom the author may look up. Never somebody who has left, nor the person whom the flow is about unless they have a part in it.</summary>
internal sealed class MentionablePeople(AppDbContext db, CurrentUser user, CompanyKeys keys, TimeProvider clock)
{
    /// <summary>Somebody who can be mentioned.</summary>
    /// <param name="HasPart">They have a part in the flow.</param>
    public sealed record Person(Guid Id, string Name, string Department, string Position, bool HasPart);

    /// <summary>Those whom a text finds, by name, pinyin or number; those with a part in the flow first. An empty text finds these alone.</summary>
    public async Task<IReadOnlyList<Person>> FindAsync(DiscussedFlow flow, string? search, int most, CancellationToken ct)
    {
        var (nowUtc, text) = (clock.GetUtcNow().UtcDateTime, search?.Trim() ?? "");
        var part = await WithPartAsync(flow, ct);
        var finder = new FindPeople(db, user, keys, DateOnly.FromDateTime(nowUtc), Permission.PeopleRead);
        var involved = await IdsAsync(finder, db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => part.Contains(p.Id)), text, MostWithPart, ct);
        // Search keys are those of one's own company; of others, only the name itself is looked at.
        if (text.Length > 0) involved = [.. involved.Union(await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => part.Contains(p.Id) && p.Name.Contains(text)).Select(p => p.Id).ToListAsync(ct))];
        var others = text.Length == 0 ? [] : await IdsAsync(finder, (await OthersAsync(flow, ct)).Where(p => !part.Contains(p.Id)), text, most, ct);
        var standings = await Standing.OfAsync(db, [.. involved, .. others], nowUtc, ct);
        return
        [
            .. involved.OrderBy(part.IndexOf).Concat(others).Select(id => standings.GetValueOrDefault(id)).OfType<Standing>().Where(at => at.IsActive && at.Person.Id != user.PersonId)
                .Select(at => new Person(at.Person.Id, at.Person.Name, at.Department.Name, at.Position.Name, part.Contains(at.Person.Id))).Take(most),
        ];
    }

    /// <summary>Why these people cannot be mentioned; null when they can.</summary>
    public async Task<Refusal?> WhyNotAsync(DiscussedFlow flow, IReadOnlyList<Guid> people, CancellationToken ct)
    {
        if (people.Count == 0) return null;
        if (people.Count > CommentText.MostMentions) return new("discussion.mention.invalid", $"Expected at most {CommentText.MostMentions} people to be mentioned, but there are {people.Count}.");
        var part = await WithPartAsync(flow, ct);
        var allowed = await (await OthersAsync(flow, ct)).Where(p => people.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct);
        var standings = await Standing.OfAsync(db, people, clock.GetUtcNow().UtcDateTime, ct);
        var unfit = people.Where(id => id != user.PersonId && (!part.Contains(id) && !allowed.Contains(id) || standings.GetValueOrDefault(id) is not { IsActive: true })).ToList();
        return unfit.Count == 0 ? null
            : new("discussion.mention.invalid", $"Expected people who have a part in the flow, or employed colleagues of its company whom you may look up and whom it is not about, but {string.Join(", ", unfit)} is none of them.");
    }

    private const int MostWithPart = 200;

    private async Task<List<Guid>> WithPartAsync(DiscussedFlow flow, CancellationToken ct)
    {
        var rows = await db.Tasks.OfAnyCompany().Where(t => t.InstanceId == flow.InstanceId).OrderByDescending(t => t.State == Activities.Inbox.AssignmentState.Open).ThenByDescending(t => t.OpenedUtc)
            .Select(t => new { t.AssigneeId, t.OnBehalfOfId, t.ProxyId, t.InitiatorId }).ToListAsync(ct);
        var copies = await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.InstanceId == flow.InstanceId).Select(c => c.PersonId).ToListAsync(ct);
        var mentioned = await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(m => m.InstanceId == flow.InstanceId).Select(m => m.PersonId).ToListAsync(ct);
        var authors = await flow.AllComments(db).Select(c => c.AuthorId).Distinct().ToListAsync(ct);
        return [.. rows.SelectMany(row => new[] { row.AssigneeId, row.OnBehalfOfId, row.ProxyId }).Concat(rows.Select(row => row.InitiatorId)).OfType<Guid>().Concat(authors).Concat(copies).Concat(mentioned).Distinct()];
    }

    private async Task<IQueryable<PersonRecord>> OthersAsync(DiscussedFlow flow, CancellationToken ct)
    {
        var about = await db.Tasks.OfAnyCompany().Where(t => t.InstanceId == flow.InstanceId && t.ConcerningId != null).Select(t => t.ConcerningId!.Value).Distinct().ToListAsync(ct);
        return db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).VisibleTo(user, Permission.PeopleRead, db).Where(p => p.CompanyId == flow.CompanyId && !about.Contains(p.Id));
    }

    private static async Task<List<Guid>> IdsAsync(FindPeople finder, IQueryable<PersonRecord> among, string text, int most, CancellationToken ct) =>
        await (await finder.AmongAsync(among, text, ct)).People.OrderBy(p => p.EmployeeNumber).ThenBy(p => p.Id).Select(p => p.Id).Take(most).ToListAsync(ct);
}
