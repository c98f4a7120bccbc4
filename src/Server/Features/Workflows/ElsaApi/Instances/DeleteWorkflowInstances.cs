using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Takes instances out of everybody's sight. What still runs is cancelled first. The rows stay: the audit trail vouches for each run.</summary>
internal sealed class DeleteWorkflowInstances(AppDbContext db, WorkflowRuntime workflows, IAuditTrail audit, CurrentUser user, TimeProvider time)
{
    private const string Reason = "Deleted through the management API.";

    /// <summary>Which instances: those with these ids, or all of these definitions.</summary>
    internal sealed record BulkRequest(string[]? Ids = null, string? WorkflowDefinitionId = null, string[]? WorkflowDefinitionIds = null);

    internal sealed record BulkAnswer(int Deleted);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, DeleteWorkflowInstances delete, CancellationToken ct) =>
        await delete.RunAsync(new InstanceSelection([id], null, null), ct) > 0 ? TypedResults.NoContent() : ShowInstance.Unknown(id);

    public static async Task<Results<ElsaAnswer<BulkAnswer>, ProblemHttpResult>> HandleBulkAsync(BulkRequest request, DeleteWorkflowInstances delete, CancellationToken ct)
    {
        var selection = new InstanceSelection(request.Ids, request.WorkflowDefinitionId, null, request.WorkflowDefinitionIds);
        if (selection.WhyInvalid() is { } invalid) return invalid.ToProblem();
        return new ElsaAnswer<BulkAnswer>(new BulkAnswer(await delete.RunAsync(selection, ct)));
    }

    private async Task<int> RunAsync(InstanceSelection selection, CancellationToken ct)
    {
        var found = selection.Apply(db.WorkflowInstances.Listed());
        foreach (var id in await found.Where(i => i.Status == InstanceStatus.Running).Select(i => i.Id).ToListAsync(ct)) await workflows.CancelAsync(id, user.Actor, Reason, ct);
        // Only what has ended: one that another run started in the meantime is left alone.
        var ended = await found.Where(i => i.Status == InstanceStatus.Finished).Select(i => new { i.Id, i.CompanyId }).ToListAsync(ct);
        var ids = ended.Select(i => i.Id).ToList();
        var nowUtc = time.GetUtcNow().UtcDateTime;
        foreach (var instance in ended) audit.Record(new AuditFact(instance.CompanyId, user.Actor, "workflows.instance-deleted", $"instance:{instance.Id}", new { }));
        await db.SaveChangesAsync(ct);
        return await db.WorkflowInstances.Listed().Where(i => ids.Contains(i.Id)).ExecuteUpdateAsync(set => set.SetProperty(i => i.DeletedUtc, nowUtc), ct);
    }
}
