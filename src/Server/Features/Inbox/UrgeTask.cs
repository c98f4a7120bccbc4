using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>催办 by HR: those whose move it is are told again.</summary>
internal static class UrgeTask
{
    public sealed record Request(string? Comment = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Urge, command => command with { Via = TaskVia.Hr, OnBehalfOf = null, Comment = request.Comment }, null, http, ct, Permission.TasksProxy);
}
