using HrBpm.Activities.Assets;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>Assets within the current run; the run saves them.</summary>
internal sealed class IssuedAssets(AppDbContext db, IAuditTrail audit) : IAssets
{
    public async Task<IReadOnlyList<IssuedAsset>> IssuedToAsync(Guid personId, CancellationToken ct) =>
        [.. (await OpenAsync(personId, ct)).Select(open => new IssuedAsset(open.Asset.Tag, open.Asset.Name, open.Issue.IssuedOn)).OrderBy(asset => asset.Tag, StringComparer.Ordinal)];

    public async Task<Refusal?> CloseAsync(string tag, Guid personId, AssetEnd how, string? note, string actor, DateTime nowUtc, CancellationToken ct)
    {
        if ((await OpenAsync(personId, ct)).Find(open => string.Equals(open.Asset.Tag, tag, StringComparison.OrdinalIgnoreCase)) is not { Issue: not null } found)
            return new Refusal("assets.not-issued", $"Expected asset {tag} to be issued to person {personId}, but it is not.");
        found.Issue.Close(how, note, actor, nowUtc);
        if (how == AssetEnd.WrittenOff) found.Asset.WrittenOffUtc = nowUtc;
        audit.Record(new(found.Asset.CompanyId, actor, how == AssetEnd.Returned ? "assets.returned" : "assets.written-off", $"asset:{found.Asset.Tag}", new { personId, note }));
        return null;
    }

    private async Task<List<(AssetIssue Issue, Asset Asset)>> OpenAsync(Guid personId, CancellationToken ct)
    {
        var rows = await (
            from issue in db.AssetIssues
            where issue.PersonId == personId && issue.End == null
            join asset in db.Assets on issue.AssetId equals asset.Id
            select new { issue, asset }).ToListAsync(ct);
        // What this run has closed is still open in the database.
        return [.. rows.Where(row => row.issue.End is null).Select(row => (row.issue, row.asset))];
    }
}
