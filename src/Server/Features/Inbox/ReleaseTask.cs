using HrBpm.Activities.Inbox;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>归还: a step that was claimed is every candidate's again.</summary>
internal static class ReleaseTask
{
    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid taskId, ActOnTask acts, HttpContext http, CancellationToken ct) =>
        acts.RunAsync(taskId, TaskVerbs.Release, command => command, null, http, ct);
}
