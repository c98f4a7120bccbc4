using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>A person who wrote or published a version, or has it open.</summary>
internal sealed record VersionAuthor(Guid Id, string Name)
{
    /// <summary>These people by their ids; where there is no such person any more, the id stands for the name.</summary>
    public static async Task<IReadOnlyDictionary<Guid, VersionAuthor>> OfAsync(AppDbContext db, IEnumerable<Guid?> people, CancellationToken ct)
    {
        var ids = people.OfType<Guid>().Distinct().ToList();
        var names = await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.Name, ct);
        return ids.ToDictionary(id => id, id => new VersionAuthor(id, names.GetValueOrDefault(id) ?? id.ToString("D")));
    }
}
