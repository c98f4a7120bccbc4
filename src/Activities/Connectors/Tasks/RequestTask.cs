using System.Text.Json.Nodes;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Activities.Connectors.Tasks;

/// <summary>Tells the application outside what task Elsa.RunTask asks it to do. The task is reported over <c>/tasks/{taskId}/complete</c>.</summary>
/// <remarks>Delivered at least once: what fails is tried again for about a day, with one idempotency key.</remarks>
[Activity(TaskRequest.ActivityType, "请求外部任务", Category = "系统动作", Icon = "send", Description = "将 RunTask 的任务请求发送给外部应用。", IsBrowsable = false)]
[RunsOutside(MaxAttempts = 32, FirstRetrySeconds = 5, LongestRetrySeconds = 3600)]
public sealed class RequestTask(TaskReceiver receiver) : ConnectorActivity
{
    /// <summary>Id by which the task is reported.</summary>
    [Input("任务编号")]
    public string TaskId { get; init; } = "";

    /// <summary>Name of the task.</summary>
    [Input("任务名称")]
    public string TaskName { get; init; } = "";

    /// <summary>Parameters of the task.</summary>
    [Input("任务参数", UIHint = "json-editor")]
    public object? Payload { get; init; }

    /// <inheritdoc />
    protected override async Task<ActivityResult> CallAsync(ActivityContext context, CancellationToken ct)
    {
        if (!receiver.IsConfigured) return Done();
        var request = new JsonObject
        {
            ["workflowInstanceId"] = context.InstanceId,
            ["workflowDefinitionId"] = context.DefinitionId,
            ["correlationId"] = context.CorrelationId,
            ["taskId"] = TaskId,
            ["taskName"] = TaskName,
            ["taskPayload"] = Values.ToJson(Payload),
        };
        await receiver.SendAsync(context.IdempotencyKey, request, context.NowUtc, ct);
        return Done();
    }
}
