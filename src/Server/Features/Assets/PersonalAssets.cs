using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>What a person has or had of the company's.</summary>
internal sealed class PersonalAssets(AppDbContext db) : IPersonalData
{
    public string Name => "assets";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) => await (
        from issue in db.AssetIssues.AsNoTracking()
        where issue.PersonId == personId
        join asset in db.Assets on issue.AssetId equals asset.Id
        orderby issue.IssuedOn, asset.Tag
        select new { asset.Tag, asset.Name, issue.IssuedOn, issue.End, issue.EndedUtc, issue.Note }).ToListAsync(ct) is { Count: > 0 } issues ? issues : null;
}
