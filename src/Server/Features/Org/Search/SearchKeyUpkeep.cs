using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Keeps the search keys of changed people and departments up, in the transaction of the change.</summary>
internal static class SearchKeyUpkeep
{
    /// <summary>Adds to the context what its changes mean for search keys.</summary>
    /// <returns>True when there was something to keep up.</returns>
    public static async Task<bool> FollowAsync(AppDbContext db, IReadOnlyList<EntityEntry> changed, CancellationToken ct)
    {
        var searchable = changed.Where(e => e.Entity is ISearchable).ToList();
        if (searchable.Count == 0) return false;
        await FollowAsync(db, Of<PersonRecord>(searchable), KeyOfPerson, ct);
        await FollowAsync(db, Of<Department>(searchable), KeyOfDepartment, ct);
        return true;
    }

    /// <summary>The keys of a row as they are stored.</summary>
    public static IEnumerable<string> KeysOf(ISearchable row) => row.FoundUnder().Select(SearchWords.Cut).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal);

    private static List<EntityEntry> Of<T>(List<EntityEntry> searchable) => [.. searchable.Where(e => e.Entity is T)];

    private static async Task FollowAsync<T>(AppDbContext db, List<EntityEntry> rows, Func<ISearchable, string, T> make, CancellationToken ct) where T : SearchKey
    {
        var old = rows.Where(e => e.State != EntityState.Added).Select(e => ((ISearchable)e.Entity).Id).ToList();
        List<T> stored = old.Count == 0 ? [] : await db.Set<T>().IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(k => old.Contains(k.SubjectId)).ToListAsync(ct);
        var wanted = rows.Where(e => e.State != EntityState.Deleted).Select(e => (ISearchable)e.Entity).SelectMany(row => KeysOf(row).Select(key => make(row, key))).ToList();
        db.RemoveRange(stored.ExceptBy(wanted.Select(Identity), Identity));
        db.AddRange(wanted.ExceptBy(stored.Select(Identity), Identity));
    }

    private static (string Key, Guid SubjectId) Identity(SearchKey key) => (key.Key, key.SubjectId);

    private static PersonKey KeyOfPerson(ISearchable row, string key) => new() { CompanyId = row.CompanyId, SubjectId = row.Id, Key = key };

    private static DepartmentKey KeyOfDepartment(ISearchable row, string key) => new() { CompanyId = row.CompanyId, SubjectId = row.Id, Key = key };
}
