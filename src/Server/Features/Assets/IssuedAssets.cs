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

    public async Task<Refusal?> WhyNotIssueAsync(string tag, Guid personId, CancellationToken ct)
    {
        if (await FindAsync(tag, personId, ct) is not { } asset) return null;
        if (asset.WrittenOffUtc is not null) return new Refusal("assets.written-off", $"Expected asset {tag} to be in use, but it was written off.");
        var holders = await db.AssetIssues.Where(issue => issue.AssetId == asset.Id && issue.End == null).Select(issue => issue.PersonId).ToListAsync(ct);
        return holders.Count == 0 ? null : new Refusal("assets.issued-already", $"Expected asset {tag} to be with nobody, but it is issued to person {holders[0]}.");
    }

    public async Task IssueAsync(string tag, string name, Guid personId, DateOnly issuedOn, string actor, CancellationToken ct)
    {
        var company = await CompanyOfAsync(personId, ct);
        var asset = await FindAsync(tag, personId, ct) ?? db.Assets.Add(new Asset { CompanyId = company, Tag = tag, Name = name }).Entity;
        db.AssetIssues.Add(new AssetIssue { CompanyId = company, AssetId = asset.Id, PersonId = personId, IssuedOn = issuedOn });
        audit.Record(new(company, actor, "assets.issued", $"asset:{asset.Tag}", new { personId }));
    }

    private async Task<Asset?> FindAsync(string tag, Guid personId, CancellationToken ct)
    {
        var company = await CompanyOfAsync(personId, ct);
        // Labels are printed in capitals, and typed as one likes.
        var upper = tag.ToUpperInvariant();
        return await db.Assets.FirstOrDefaultAsync(asset => asset.CompanyId == company && (asset.Tag == tag || asset.Tag == upper), ct);
    }

    private Task<Guid> CompanyOfAsync(Guid personId, CancellationToken ct) => db.People.Where(person => person.Id == personId).Select(person => person.CompanyId).SingleAsync(ct);

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
