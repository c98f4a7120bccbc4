using System.Text.Json;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The versions of a definition with what Elsa's list does not say: who published each and why, and who relies on it.</summary>
internal static class ShowVersions
{
    /// <param name="Versions">Those that the company sees, the newest first.</param>
    /// <param name="UsedBy">The flows in which this one is an activity.</param>
    internal sealed record Answer(IReadOnlyList<Item> Versions, IReadOnlyList<Parent> UsedBy);

    /// <summary>A flow that uses this one.</summary>
    internal sealed record Parent(string DefinitionId, string Name, int Version);

    /// <param name="Company">The company.</param>
    /// <param name="RunsNew">Its new instances run this version.</param>
    /// <param name="Running">How many of its instances run on it.</param>
    internal sealed record CompanyUse(string Company, bool RunsNew, int Running);

    /// <param name="IsDraft">It may still be rewritten.</param>
    /// <param name="Note">What its publisher said is new; a draft has none yet.</param>
    /// <param name="PublishedBy">Who published it; null where nobody did, for example because it comes with the product.</param>
    /// <param name="SavedBy">Who wrote it last.</param>
    /// <param name="Running">How many instances that the caller may see run on it.</param>
    /// <param name="Finished">How many have run to an end on it.</param>
    internal sealed record Item(string Id, int Version, string Name, bool IsOwn, bool IsLatest, bool IsPublished, bool IsDraft, DateTime CreatedUtc, string? Note,
        VersionAuthor? PublishedBy, DateTime? PublishedUtc, VersionAuthor? SavedBy, DateTime? SavedUtc, int Running, int Finished, IReadOnlyList<CompanyUse> Companies);

    private sealed record Runs(string VersionId, Guid CompanyId, InstanceStatus Status, int Count);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, ConsumingDefinitions consumers, CurrentUser user, CancellationToken ct)
    {
        var seen = await SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId).OrderByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).ToListAsync(ct);
        if (seen.Count == 0) return DefinitionProblems.Unknown(definitionId);
        var ids = seen.ConvertAll(v => v.Id);
        var rows = await db.DefinitionVersions.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        IReadOnlyList<Guid> reached = user.Rights.Reaches(Permission.WorkflowsRead, Reach.Group) ? user.Group : [user.CompanyId];
        var instances = db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.DeletedUtc == null && reached.Contains(i.CompanyId) && ids.Contains(i.DefinitionVersionId));
        var runs = await instances.GroupBy(f => new { f.DefinitionVersionId, f.CompanyId, f.Status })
            .Select(g => new Runs(g.Key.DefinitionVersionId, g.Key.CompanyId, g.Key.Status, g.Count())).ToListAsync(ct);
        var names = await VersionAuthor.OfAsync(db, rows.Values.SelectMany(row => new[] { row.PublishedById, row.SavedById }), ct);
        var uses = await UsesAsync(db, definitionId, reached, runs, rows, ct);
        var usedBy = (await consumers.FindAsync(user.CompanyId, definitionId, ct)).Select(c => new Parent(c.DefinitionId, c.Name, c.Version)).ToList();
        return TypedResults.Ok(new Answer(seen.ConvertAll(v => ItemOf(v, rows[v.Id], runs, names, uses[v.Id])), usedBy));
    }

    private static Item ItemOf(SeenVersion seen, DefinitionVersion row, List<Runs> runs, IReadOnlyDictionary<Guid, VersionAuthor> names, IEnumerable<CompanyUse> uses) => new(
        seen.Id, seen.Version, seen.Name, seen.IsOwn, seen.IsLatest, seen.IsPublished, row.FrozenUtc is null, row.CreatedUtc, row.PublishedUtc is null ? null : NoteOf(row.Json),
        Named(names, row.PublishedById), row.PublishedUtc, Named(names, row.SavedById), row.SavedUtc,
        Count(runs, seen.Id, InstanceStatus.Running), Count(runs, seen.Id, InstanceStatus.Finished), [.. uses]);

    private static VersionAuthor? Named(IReadOnlyDictionary<Guid, VersionAuthor> names, Guid? id) => id is { } known ? names[known] : null;

    private static int Count(List<Runs> runs, string version, InstanceStatus status) => runs.Where(r => r.VersionId == version && r.Status == status).Sum(r => r.Count);

    // New instances of a company run what it published itself, else what is there for all companies.
    private static async Task<ILookup<string, CompanyUse>> UsesAsync(AppDbContext db, string definitionId, IReadOnlyList<Guid> reached, List<Runs> runs, Dictionary<string, DefinitionVersion> rows, CancellationToken ct)
    {
        var own = (await db.DefinitionVersions.Where(d => d.DefinitionId == definitionId && d.IsPublished && reached.Contains(d.OwnerId)).Select(d => new { d.OwnerId, d.Id }).ToListAsync(ct)).ToDictionary(d => d.OwnerId, d => d.Id);
        var common = rows.Values.FirstOrDefault(row => row.IsPublished && row.OwnerId == DefinitionVersion.AllCompanies)?.Id;
        var companies = await db.Companies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(c => reached.Contains(c.Id)).OrderBy(c => c.Name).Select(c => new { c.Id, c.Name }).ToListAsync(ct);
        return rows.Keys.SelectMany(version => companies.Select(company => (Version: version, Use: new CompanyUse(company.Name, own.GetValueOrDefault(company.Id, common ?? "") == version,
            runs.Where(r => r.VersionId == version && r.CompanyId == company.Id && r.Status == InstanceStatus.Running).Sum(r => r.Count)))))
            .Where(pair => pair.Use.RunsNew || pair.Use.Running > 0).ToLookup(pair => pair.Version, pair => pair.Use);
    }

    private static string? NoteOf(string json)
    {
        using var text = JsonDocument.Parse(json);
        return text.RootElement.TryGetProperty("customProperties", out var own) && own.ValueKind == JsonValueKind.Object && own.TryGetProperty("publishNote", out var note) && note.ValueKind == JsonValueKind.String
            && note.GetString() is { Length: > 0 } said ? said : null;
    }
}
