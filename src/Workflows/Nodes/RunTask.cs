using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.RunTask: asks somebody outside to do a task, and waits until they report that task's id as done; what they report is the output <c>result</c>.</summary>
/// <remarks>The request is the bookmark's payload: id, name and parameters of the task. It is carried outside by a job where the host has an activity for that, see <see cref="TaskRequest"/>.</remarks>
internal sealed class RunTask : CoreNode
{
    public const string TypeName = "Elsa.RunTask";

    /// <summary>Elsa's key of what is reported.</summary>
    public const string ResultKey = "RunTaskInput";

    public override IReadOnlyList<string> OutputsOf(Node node) => ["TaskId", "Result"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var id = visit.Run.NextBookmarkId();
        var request = Identity(id);
        request["TaskName"] = await visit.TextAsync("taskName");
        request["Payload"] = await visit.InputAsync("payload", "Object");
        visit.SetOutput("taskId", id);
        visit.Run.AddBookmark(visit.Execution, id, TypeName, request, null, Identity(id));
        if (visit.Run.Surroundings.Catalog.Find(TaskRequest.ActivityType) is null) return;
        visit.Run.RequestJob(visit.Execution, null, TaskRequest.ActivityType, new Dictionary<string, object?> { ["taskId"] = id, ["taskName"] = request["TaskName"], ["payload"] = request["Payload"] });
    }

    internal override ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        visit.SetOutput("result", resumption.Input.TryGetValue(ResultKey, out var result) ? result : new Dictionary<string, object?>(resumption.Input));
        return visit.CompleteAsync();
    }

    /// <summary>The stimulus that a report of this task is. Only the id counts.</summary>
    public static SendStimulus StimulusOf(string tenantId, string taskId, object? result) =>
        new(TypeName, Identity(taskId)) { TenantId = tenantId, Input = new Dictionary<string, object?> { [ResultKey] = result } };

    private static Dictionary<string, object?> Identity(string taskId) => new() { ["TaskId"] = taskId };
}
