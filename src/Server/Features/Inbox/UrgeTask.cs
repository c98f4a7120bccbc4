using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>催办 by HR: those whose move it is are told again.</summary>
internal static class UrgeTask
{
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(string? Comment = null, Guid? RequestId = null);

    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, Request request, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Urge, command => command with { Via = TaskVia.Hr, OnBehalfOf = null, Comment = request.Comment }, null, request.RequestId, http, ct, Permission.TasksProxy);
}
