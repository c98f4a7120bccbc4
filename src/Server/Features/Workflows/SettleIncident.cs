using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>An operator deals with an incident: tries again, goes on without, or goes on with an answer given by hand.</summary>
internal static class SettleIncident
{
    /// <param name="How">Retry, skip or answer.</param>
    /// <param name="Reason">Why; kept in the history.</param>
    /// <param name="Outcome">Outcome to leave the activity by; for skip and answer.</param>
    /// <param name="Outputs">Outputs of the activity; for an answer.</param>
    internal sealed record Request(Resolution How, string? Reason = null, string? Outcome = null, JsonObject? Outputs = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, string incidentId, Request request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (!await db.WorkflowIncidents.AnyAsync(i => i.InstanceId == id && i.Id == incidentId, ct))
            return Problems.NotFound("workflows.incident-unknown", $"Expected an incident {incidentId} of instance {id} in your company, but there is none.");
        if (WhyInvalid(request) is { } invalid) return invalid;
        var command = new ResolveIncident(id, incidentId, request.How, request.Reason ?? "")
        {
            Actor = user.Actor,
            Outcome = request.Outcome,
            Outputs = request.Outputs?.ToDictionary(o => o.Key, o => Values.FromJson(o.Value)) ?? [],
        };
        return await workflows.ResolveIncidentAsync(command, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    private static ProblemHttpResult? WhyInvalid(Request request) => request switch
    {
        { How: not Resolution.Retry } when string.IsNullOrWhiteSpace(request.Reason) =>
            Problems.Invalid("workflows.reason-missing", $"Expected a reason for {request.How}, but there was none."),
        { How: Resolution.Retry, Outcome: not null } or { How: Resolution.Retry, Outputs: not null } =>
            Problems.Invalid("workflows.retry-with-answer", "Expected a retry to come without outcome and outputs, but it has some; use 'answer' to give them by hand."),
        { How: Resolution.Skip, Outputs: not null } =>
            Problems.Invalid("workflows.skip-with-answer", "Expected a skip to come without outputs, but it has some; use 'answer' to give them by hand."),
        _ => null,
    };
}
