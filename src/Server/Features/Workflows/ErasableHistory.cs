using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The history of flows about a person that have ended. A confidential one loses its key, and nobody can read it any more; of another one the texts go. The audit trail still has the hash of each run.</summary>
internal sealed class ErasableHistory(AppDbContext db) : IErasableData
{
    public DataKind Kind => DataKind.Flows;

    public Task<int> CountAsync(Guid personId, CancellationToken ct) => About(personId).CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var ids = await About(personId).Select(i => i.Id).ToListAsync(ct);
        foreach (var id in ids) await EraseAsync(id, nowUtc, ct);
        return ids.Count;
    }

    private async Task EraseAsync(string id, DateTime nowUtc, CancellationToken ct)
    {
        await db.FlowKeys.Where(k => k.InstanceId == id).ExecuteDeleteAsync(ct);
        await db.WorkflowRuns.Where(r => r.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(r => r.Command, "").SetProperty(r => r.Events, ""), ct);
        await db.ConnectorCalls.Where(c => c.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(c => c.RequestLine, "").SetProperty(c => c.Failure, (string?)null).SetProperty(c => c.RequestBody, (string?)null).SetProperty(c => c.ResponseBody, (string?)null), ct);
        await db.WorkflowJobs.Where(j => j.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(j => j.Inputs, "{}").SetProperty(j => j.SealedInputs, (string?)null).SetProperty(j => j.LastProblem, (string?)null), ct);
        await db.WorkflowIncidents.Where(i => i.InstanceId == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.Message, "").SetProperty(i => i.IsSealed, false), ct);
        var nothing = $$"""{"id":"{{id}}"}""";
        await db.WorkflowInstances.Where(i => i.Id == id).ExecuteUpdateAsync(set => set.SetProperty(i => i.State, nothing).SetProperty(i => i.Name, (string?)null)
            .SetProperty(i => i.DeletedUtc, i => i.DeletedUtc ?? nowUtc).SetProperty(i => i.ErasedUtc, nowUtc), ct);
    }

    private IQueryable<WorkflowInstance> About(Guid personId) =>
        db.WorkflowInstances.Where(i => i.Status == InstanceStatus.Finished && i.ErasedUtc == null && db.Tasks.Any(t => t.InstanceId == i.Id && t.ConcerningId == personId));
}
