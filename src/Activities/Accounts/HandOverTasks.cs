using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Accounts;

/// <summary>离职转办: gives the leaver's open tasks in other flows to somebody else.</summary>
/// <remarks>Runs outside the transaction, because each of those flows has a transaction of its own.</remarks>
[Activity("HrBpm.HandOverTasks", "离职转办", Category = "账号", Icon = "users", Description = "把离职员工在其他流程中的待办转给接收人。")]
[RunsOutside(LeaseSeconds = 300)]
public sealed class HandOverTasks(ITaskHandover tasks) : Activity
{
    /// <summary>Who leaves.</summary>
    [Input("离职人员编号")]
    public Guid FromPersonId { get; init; }

    /// <summary>Who gets the tasks.</summary>
    [Input("接收人员编号")]
    public Guid ToPersonId { get; init; }

    /// <summary>Why, for the record.</summary>
    [Input("转办原因")]
    public string Reason { get; init; } = "";

    /// <summary>Number of tasks that were given.</summary>
    [Output("转办的任务数")]
    public int Given { get; private set; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
    {
        Given = await tasks.GiveAsync(FromPersonId, ToPersonId, context.InstanceId, Reason, ct);
        return Done();
    }
}
