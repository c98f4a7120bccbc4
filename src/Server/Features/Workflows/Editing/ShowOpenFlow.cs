using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Editing;

/// <summary>Who of the caller's company has a definition open, and who saved it last.</summary>
internal static class ShowOpenFlow
{
    /// <param name="People">Those who have it open, the caller among them, in the order in which they came.</param>
    /// <param name="Version">Number of the latest version.</param>
    /// <param name="Tag">Entity tag of the latest version, as a read gives it: another than one has read means that somebody has saved it since.</param>
    /// <param name="SavedBy">Who wrote or published the latest version; null where nobody did.</param>
    internal sealed record Answer(IReadOnlyList<Reader> People, int Version, string Tag, VersionAuthor? SavedBy, DateTime? SavedUtc, bool IsPublished);

    /// <summary>A person who has it open, on however many pages.</summary>
    internal sealed record Reader(Guid Id, string Name, bool IsEditing, DateTime SinceUtc);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, DefinitionModel model, CurrentUser user, TimeProvider time, CancellationToken ct)
    {
        if (await SeenVersion.Of(db, user.CompanyId).FirstOrDefaultAsync(v => v.DefinitionId == definitionId && v.IsLatest, ct) is not { } latest) return DefinitionProblems.Unknown(definitionId);
        var row = await db.DefinitionVersions.AsNoTracking().SingleAsync(d => d.Id == latest.Id, ct);
        var (me, since) = (user.CompanyId, time.GetUtcNow().UtcDateTime - OpenFlow.Stays);
        var pages = await db.OpenFlows.AsNoTracking().Where(f => f.CompanyId == me && f.DefinitionId == definitionId && f.SeenUtc > since).ToListAsync(ct);
        var (by, atUtc) = row.PublishedUtc > (row.SavedUtc ?? DateTime.MinValue) ? (row.PublishedById, row.PublishedUtc) : (row.SavedById, row.SavedUtc);
        var names = await VersionAuthor.OfAsync(db, [.. pages.Select(f => (Guid?)f.PersonId), by], ct);
        return TypedResults.Ok(new Answer(
            [.. pages.GroupBy(f => f.PersonId).Select(g => new Reader(g.Key, names[g.Key].Name, g.Any(f => f.IsEditing), g.Min(f => f.OpenedUtc))).OrderBy(p => p.SinceUtc)],
            latest.Version, ElsaTag.Of(model.Write(latest, row.Json)), by is { } author ? names[author] : null, atUtc, latest.IsPublished));
    }
}
