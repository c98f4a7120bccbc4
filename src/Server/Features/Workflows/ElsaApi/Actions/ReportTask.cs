using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>Reports a task that Elsa's RunTask asked another application for as done. A person's task is something else: it is answered in the inbox.</summary>
internal static class ReportTask
{
    /// <param name="Result">What came of it.</param>
    internal sealed record Request(JsonNode? Result = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string taskId, Request? request, StimulusSender stimuli, CurrentUser user, CancellationToken ct) =>
        await stimuli.CompleteTaskAsync(user.CompanyId.ToString("D"), taskId, Values.FromJson(request?.Result), ct, user.Actor) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
}
