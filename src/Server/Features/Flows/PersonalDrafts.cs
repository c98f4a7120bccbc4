using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>What a person has begun to fill in.</summary>
internal sealed class PersonalDrafts(AppDbContext db) : IPersonalData
{
    public string Name => "startDrafts";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) =>
        (await db.StartDrafts.AsNoTracking().Where(d => d.PersonId == personId).OrderBy(d => d.DefinitionId).ToListAsync(ct)).ConvertAll(d => new { d.DefinitionId, Answers = JsonNode.Parse(d.Answers), d.UpdatedUtc });
}

/// <summary>It goes when the person's time with the company is over.</summary>
internal sealed class ErasableDrafts(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.SignIn;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => db.StartDrafts.CountAsync(d => d.PersonId == personId, ct);

    public Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct) => db.StartDrafts.Where(d => d.PersonId == personId).ExecuteDeleteAsync(ct);
}
