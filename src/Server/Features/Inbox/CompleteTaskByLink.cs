using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The holder of a task link does the task, as the person for whom it was made. That uses the link up.</summary>
internal static class CompleteTaskByLink
{
    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        string token, CompleteTask.Request request, FindTaskLink links, ActOnTask acts, HttpContext http, CancellationToken ct)
    {
        if (CompleteTask.WhyNot(request) is { } invalid) return invalid;
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        if (problem is not null) return await links.WasDoneByAsync(token, request, ct) ? TypedResults.NoContent() : problem;
        var command = new TaskCommand
        {
            Verb = request.Action,
            TaskId = task!.Id.ToString("D"),
            By = link!.PersonId.ToString("D"),
            Via = TaskVia.Link,
            Comment = request.Comment,
            Answers = TaskJson.Answers(request.Answers),
        };
        var act = new TaskAct(task, command, TaskClient.Of(http)) { Signature = request.Signature, SeenVersion = request.Version, RequestId = request.RequestId, LinkId = link.Id };
        return await acts.RunAsync(act, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }
}
