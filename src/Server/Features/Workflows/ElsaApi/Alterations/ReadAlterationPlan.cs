using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>A plan, and what became of it for each instance.</summary>
internal static class ReadAlterationPlan
{
    internal sealed record Plan(string Id, JsonNode? Alterations, JsonNode? WorkflowInstanceFilter, string Status, DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt);

    internal sealed record Job(string Id, string PlanId, string WorkflowInstanceId, string Status, IReadOnlyList<AlterationLogEntry> Log, DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt);

    internal sealed record Answer(Plan Plan, IReadOnlyList<Job> Jobs);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(string id, AppDbContext db, CancellationToken ct)
    {
        if (await db.AlterationPlans.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct) is not { } plan)
            return Problems.NotFound("alterations.unknown", $"Expected a plan of alterations {id} in your company, but there is none.");
        var jobs = await db.AlterationJobs.AsNoTracking().Where(j => j.PlanId == id).OrderBy(j => j.InstanceId).ToListAsync(ct);
        return new ElsaAnswer<Answer>(new Answer(
            new Plan(plan.Id, JsonNode.Parse(plan.Alterations), JsonNode.Parse(plan.Filter), plan.Status.ToString(), ElsaJson.Moment(plan.CreatedUtc), ElsaJson.Moment(plan.StartedUtc), ElsaJson.Moment(plan.CompletedUtc)),
            [.. jobs.Select(j => new Job(j.Id, j.PlanId, j.InstanceId, j.Status.ToString(), LogOf(j), ElsaJson.Moment(j.CreatedUtc), ElsaJson.Moment(j.CompletedUtc)))]));
    }

    private static AlterationLogEntry[] LogOf(AlterationJob job) => job is not { CompletedUtc: { } ended }
        ? []
        : [new AlterationLogEntry(job.Message ?? "All alterations were made.", job.Message is null ? "Information" : "Error", ElsaJson.Moment(ended), null)];
}
