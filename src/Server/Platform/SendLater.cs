using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>Asks for work outside of any transaction that belongs to an instance but to no step of it, such as a message about it. Nothing waits for it. It commits with the scope's transaction.</summary>
internal sealed class SendLater(AppDbContext db, FlowSeals seals, TimeProvider clock)
{
    /// <summary>Adds the job. Once the transaction has committed, the next sweep (<see cref="JobSweep"/>) finds it.</summary>
    /// <param name="instanceId">The instance that it is about.</param>
    /// <param name="id">Id of the job, and the key by which a repeated attempt is recognised; at most 96 characters.</param>
    /// <param name="activityType">Type of an activity that runs outside.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <param name="ct">Cancels.</param>
    public async Task AddAsync(string instanceId, string id, string activityType, IReadOnlyDictionary<string, object?> inputs, CancellationToken ct)
    {
        var instance = await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => i.Id == instanceId)
            .Select(i => new { i.CompanyId, i.CorrelationId, i.DefinitionId, i.DefinitionVersion }).SingleAsync(ct);
        var (nowUtc, written) = (clock.GetUtcNow().UtcDateTime, InstanceJson.WriteValues(inputs));
        if (await seals.FindAsync(instanceId, ct) is { } seal) written = seal.Seal(WorkflowJob.Table, id, WorkflowJob.InputsColumn, written);
        db.Add(new WorkflowJob
        {
            Id = id,
            InstanceId = instanceId,
            CompanyId = instance.CompanyId,
            ActivityType = activityType,
            Node = "",
            Execution = 0,
            CorrelationId = instance.CorrelationId,
            DefinitionId = instance.DefinitionId,
            DefinitionVersion = instance.DefinitionVersion,
            Inputs = written,
            IdempotencyKey = id,
            CreatedUtc = nowUtc,
            NotBeforeUtc = nowUtc,
        });
    }
}
