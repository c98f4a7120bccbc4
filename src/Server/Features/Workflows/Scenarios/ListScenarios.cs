using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>The scenarios that the company has kept for a flow, by name.</summary>
internal static class ListScenarios
{
    public sealed record Item(Guid Id, string Name, DateTime UpdatedUtc);

    public static async Task<Results<Ok<IReadOnlyList<Item>>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (!await KeepScenario.IsKnownAsync(db, user.CompanyId, definitionId, ct)) return DefinitionRefusals.Unknown(definitionId).ToProblem();
        var kept = db.FlowScenarios.AsNoTracking().Where(s => s.CompanyId == user.CompanyId && s.DefinitionId == definitionId);
        return TypedResults.Ok<IReadOnlyList<Item>>(await kept.OrderBy(s => s.Name).Select(s => new Item(s.Id, s.Name, s.UpdatedUtc)).ToListAsync(ct));
    }
}
