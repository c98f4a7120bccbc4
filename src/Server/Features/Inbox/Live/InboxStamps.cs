using System.Globalization;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Live;

/// <summary>Sums up what of the committed state concerns a person: another sum means that a list, a count or an open task of theirs has changed.</summary>
internal sealed class InboxStamps(AppDbContext db)
{
    private static readonly AssignmentState[] Live = [AssignmentState.Queued, AssignmentState.Open, AssignmentState.Delegated, AssignmentState.Held, AssignmentState.Yielded];

    /// <summary>The sums of these people. Only what is not over is looked at, by indexes: it costs the same however much was done in the past.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> OfAsync(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var tasks = db.Tasks.OfAnyCompany().AsNoTracking().Where(t => Live.Contains(t.State));
        var parts = people.ToDictionary(person => person, _ => new List<string>());
        Add("a", await SumAsync(tasks.Where(t => people.Contains(t.AssigneeId)).GroupBy(t => t.AssigneeId), ct));
        Add("p", await SumAsync(tasks.Where(t => t.ProxyId != null && people.Contains(t.ProxyId.Value)).GroupBy(t => t.ProxyId!.Value), ct));
        Add("o", await SumAsync(tasks.Where(t => t.OnBehalfOfId != null && people.Contains(t.OnBehalfOfId.Value)).GroupBy(t => t.OnBehalfOfId!.Value), ct));
        Add("i", await SumAsync(tasks.Where(t => t.InitiatorId != null && people.Contains(t.InitiatorId.Value)).GroupBy(t => t.InitiatorId!.Value), ct));
        Add("c", await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => c.ReadUtc == null && people.Contains(c.PersonId)).GroupBy(c => c.PersonId)
            .Select(g => new Sum(g.Key, g.Count(), 0, null)).ToListAsync(ct));
        Add("m", await db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(m => m.ReadUtc == null && people.Contains(m.PersonId)).GroupBy(m => m.PersonId)
            .Select(g => new Sum(g.Key, g.Count(), 0, g.Max(m => (DateTime?)m.AtUtc))).ToListAsync(ct));
        // Whoever has a step of a flow, or started it, hears of each comment in it, and of each that is withdrawn.
        var comments = db.FlowComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]);
        Add("r", await tasks.Where(t => people.Contains(t.AssigneeId)).Join(comments, t => t.InstanceId, c => c.InstanceId, (t, c) => new { Person = t.AssigneeId, c.Version })
            .GroupBy(said => said.Person).Select(g => new Sum(g.Key, g.Count(), g.Sum(said => said.Version), null)).ToListAsync(ct));
        Add("s", await tasks.Where(t => t.InitiatorId != null && people.Contains(t.InitiatorId.Value)).Join(comments, t => t.InstanceId, c => c.InstanceId, (t, c) => new { Person = t.InitiatorId!.Value, c.Version })
            .GroupBy(said => said.Person).Select(g => new Sum(g.Key, g.Count(), g.Sum(said => said.Version), null)).ToListAsync(ct));
        return parts.ToDictionary(part => part.Key, part => string.Join(' ', part.Value));

        void Add(string what, IEnumerable<Sum> sums)
        {
            foreach (var sum in sums) parts[sum.Person].Add(string.Create(CultureInfo.InvariantCulture, $"{what}{sum.Count}.{sum.Versions}.{sum.NewestUtc?.Ticks}"));
        }
    }

    private sealed record Sum(Guid Person, int Count, int Versions, DateTime? NewestUtc);

    private static Task<List<Sum>> SumAsync(IQueryable<IGrouping<Guid, HumanTask>> tasks, CancellationToken ct) =>
        tasks.Select(g => new Sum(g.Key, g.Count(), g.Sum(t => t.Version), g.Max(t => (DateTime?)t.OpenedUtc))).ToListAsync(ct);
}
