using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>The branches, departments and positions of a company by their names, as files call them.</summary>
internal sealed class ImportPlaces
{
    private readonly Dictionary<string, Guid> branches = [];
    private readonly ILookup<string, Guid> departments;
    private readonly Dictionary<Guid, string> names = [];
    private readonly Dictionary<string, Position> made = [];
    private readonly Dictionary<string, Guid> positions = [];
    private readonly PeopleImport job;

    private ImportPlaces(PeopleImport job, IReadOnlyList<Branch> branches, IReadOnlyList<Department> departments, IReadOnlyList<Position> positions)
    {
        this.job = job;
        foreach (var branch in branches) (this.branches[branch.Name], names[branch.Id]) = (branch.Id, branch.Name);
        foreach (var position in positions) (this.positions[position.Name], names[position.Id]) = (position.Id, position.Name);
        foreach (var department in departments) names[department.Id] = department.Name;
        var byId = departments.ToDictionary(d => d.Id);
        this.departments = departments.Where(d => d.ClosedOn is null)
            .SelectMany(d => new[] { d.Name, LongName(d, byId) }.Distinct().Select(name => (name, d.Id)))
            .ToLookup(d => d.name, d => d.Id);
    }

    /// <summary>Positions that the file names and that are not there yet.</summary>
    public IReadOnlyCollection<Position> NewPositions => made.Values;

    /// <summary>Reads them.</summary>
    public static async Task<ImportPlaces> ReadAsync(AppDbContext db, PeopleImport job, CancellationToken ct) => new(job,
        await db.Branches.AsNoTracking().Where(b => b.CompanyId == job.CompanyId).ToListAsync(ct),
        await db.Departments.AsNoTracking().Where(d => d.CompanyId == job.CompanyId).ToListAsync(ct),
        await db.Positions.AsNoTracking().Where(p => p.CompanyId == job.CompanyId).ToListAsync(ct));

    /// <summary>The branch of that name.</summary>
    public Guid? Branch(string name) => branches.TryGetValue(name, out var id) ? id : null;

    /// <summary>The departments of that name: one, or a reason to refuse the row.</summary>
    public IReadOnlyList<Guid> Departments(string name) => [.. departments[name]];

    /// <summary>The position of that name; makes it when it is not there yet.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="isNew">True when the file brought it.</param>
    public Guid Position(string name, out bool isNew)
    {
        isNew = made.ContainsKey(name);
        if (positions.TryGetValue(name, out var id)) return id;
        var position = new Position { Id = ImportIds.OfPosition(job, name), CompanyId = job.CompanyId, Name = name };
        (made[name], positions[name], names[position.Id], isNew) = (position, position.Id, name, true);
        return position.Id;
    }

    /// <summary>The name of a position that the file brought; null for one that was there.</summary>
    public string? NewNameOf(Guid position) => names.GetValueOrDefault(position) is { } name && made.ContainsKey(name) && positions[name] == position ? name : null;

    /// <summary>Takes over a position that the file brought, which was decided before.</summary>
    public void Take(string name, Guid id)
    {
        if (made.ContainsKey(name)) return;
        (made[name], positions[name], names[id]) = (new Position { Id = id, CompanyId = job.CompanyId, Name = name }, id, name);
    }

    /// <summary>The name of a branch, department or position.</summary>
    public string NameOf(Guid id) => names.GetValueOrDefault(id, "?");

    // A circle can not be: moving one below itself is refused.
    private static string LongName(Department department, Dictionary<Guid, Department> all) =>
        department.ParentId is { } parent && all.TryGetValue(parent, out var above) ? $"{LongName(above, all)}/{department.Name}" : department.Name;
}
