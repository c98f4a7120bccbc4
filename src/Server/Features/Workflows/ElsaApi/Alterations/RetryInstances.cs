using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Tries again what stands at an incident.</summary>
internal static class RetryInstances
{
    /// <param name="WorkflowInstanceIds">The instances.</param>
    /// <param name="ActivityIds">Only these activities; all that have an open incident when absent.</param>
    internal sealed record Request(string[] WorkflowInstanceIds, string[]? ActivityIds = null);

    public static async Task<Results<ElsaAnswer<RunAlterations.Answer>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, TimeProvider time, CancellationToken ct)
    {
        if (request.WorkflowInstanceIds.Length is 0 or > RunAlterations.MostInstances)
            return Problems.Invalid("instances.selection.invalid", $"Expected from 1 to {RunAlterations.MostInstances} ids, but there are {request.WorkflowInstanceIds.Length}.");
        var open = await db.WorkflowIncidents.AsNoTracking().Where(i => request.WorkflowInstanceIds.Contains(i.InstanceId) && i.ResolvedUtc == null)
            .OrderBy(i => i.RaisedUtc).Select(i => new { i.InstanceId, i.Id, i.Node }).ToListAsync(ct);
        var results = new List<AlterationResult>();
        foreach (var id in request.WorkflowInstanceIds.Distinct())
        {
            var meant = open.Where(i => i.InstanceId == id && (request.ActivityIds is not { Length: > 0 } only || only.Contains(i.Node[(i.Node.LastIndexOf(':') + 1)..]))).ToList();
            var refusal = meant.Count == 0 ? new Refusal("workflows.incident-unknown", $"Expected an open incident of instance {id} in your company, but there is none.") : null;
            foreach (var incident in meant) refusal ??= await workflows.ResolveIncidentAsync(new ResolveIncident(id, incident.Id, Resolution.Retry, "") { Actor = user.Actor }, ct);
            results.Add(AlterationResult.Of(id, refusal, time.GetUtcNow().UtcDateTime));
        }

        return new ElsaAnswer<RunAlterations.Answer>(new RunAlterations.Answer(results));
    }
}
