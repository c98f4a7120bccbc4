using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>Throws a scenario away; later versions are not held against it any more.</summary>
internal static class DropScenario
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string definitionId, Guid scenarioId, WriteAttempts writes, CurrentUser user, CancellationToken ct) =>
        await writes.RunAsync((scope, token) => DropAsync(scope, definitionId, scenarioId, user, token), ct)
            ? TypedResults.NoContent()
            : Problems.NotFound("scenarios.unknown", $"Expected a scenario {scenarioId:D} of '{definitionId}' in your company, but there is none.");

    private static async Task<bool> DropAsync(IServiceProvider scope, string definitionId, Guid scenarioId, CurrentUser user, CancellationToken ct)
    {
        var db = scope.GetRequiredService<AppDbContext>();
        if (await db.FlowScenarios.SingleOrDefaultAsync(s => s.Id == scenarioId && s.CompanyId == user.CompanyId && s.DefinitionId == definitionId, ct) is not { } kept) return false;
        db.Remove(kept);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "definitions.scenario-dropped", $"definition:{definitionId}", new { scenario = scenarioId }));
        return true;
    }
}
