using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>A person, as pages about flows name one.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">As people write it.</param>
internal sealed record FlowPerson(Guid Id, string Name);

/// <summary>The names of the people whom an answer speaks about, of whichever company of the group.</summary>
internal sealed class FlowPeople
{
    private readonly Dictionary<Guid, string> names;

    private FlowPeople(Dictionary<Guid, string> names) => this.names = names;

    /// <summary>The person; null where there is none.</summary>
    public FlowPerson? Of(Guid? id) => id is { } known && names.TryGetValue(known, out var name) ? new FlowPerson(known, name) : null;

    /// <summary>The person whom an actor's id names; null for time, jobs and the system.</summary>
    public FlowPerson? Of(string? actor) => Guid.TryParseExact(actor, "D", out var id) ? Of(id) : null;

    public static async Task<FlowPeople> OfAsync(AppDbContext db, IEnumerable<Guid?> people, CancellationToken ct)
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        return new FlowPeople(ids.Count == 0 ? [] : await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct));
    }

    /// <summary>The id that an actor is; null for time, jobs and the system.</summary>
    public static Guid? IdOf(string? actor) => Guid.TryParseExact(actor, "D", out var id) ? id : null;
}
