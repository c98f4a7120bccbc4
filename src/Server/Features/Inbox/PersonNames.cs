using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The names of the people whom an answer speaks about, of whichever company of the group.</summary>
internal sealed class PersonNames
{
    private readonly Dictionary<Guid, string> names;

    private PersonNames(Dictionary<Guid, string> names) => this.names = names;

    /// <summary>The person's name; the id where there is no such person.</summary>
    public string this[Guid id] => names.GetValueOrDefault(id) ?? id.ToString("D");

    /// <summary>The person as an answer shows one.</summary>
    public NamedPerson? Of(Guid? id) => id is { } known ? new NamedPerson(known, this[known]) : null;

    public static async Task<PersonNames> OfAsync(AppDbContext db, IEnumerable<Guid?> people, CancellationToken ct)
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        return new PersonNames(ids.Count == 0 ? [] : await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter])
            .Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct));
    }
}

/// <summary>A person in an answer.</summary>
internal sealed record NamedPerson(Guid Id, string Name);
