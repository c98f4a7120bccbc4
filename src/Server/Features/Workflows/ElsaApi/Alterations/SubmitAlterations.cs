using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Alters the instances that a filter finds, and keeps what became of each. A part of the plan is marked done in the transaction that does it.</summary>
internal sealed class SubmitAlterations(AppDbContext db, WorkflowRuntime workflows, CurrentUser user, TimeProvider time)
{
    internal sealed record Request(JsonObject[] Alterations, AlterationFilter Filter);

    internal sealed record Answer(string PlanId);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(Request request, SubmitAlterations submit, CancellationToken ct)
    {
        if (AlterationReader.WhyInvalid(request.Alterations) is { } invalid) return invalid.ToProblem();
        if (request.Filter.WhyNot() is { } wrong) return wrong.ToProblem();
        return await submit.PlanAsync(request, ct) is { } plan ? new ElsaAnswer<Answer>(new Answer(await submit.RunAsync(plan, request.Alterations, ct))) : TooMany();
    }

    internal static ProblemHttpResult TooMany() => Problems.Conflict("alterations.too-many", $"Expected a filter that finds at most {RunAlterations.MostInstances} instances, but it finds more.");

    private async Task<AlterationPlan?> PlanAsync(Request request, CancellationToken ct)
    {
        var ids = await request.Filter.Select(db.WorkflowInstances.AsNoTracking().Listed()).OrderBy(i => i.Id).Take(RunAlterations.MostInstances + 1).Select(i => i.Id).ToListAsync(ct);
        if (ids.Count > RunAlterations.MostInstances) return null;
        var plan = new AlterationPlan
        {
            CompanyId = user.CompanyId,
            Actor = user.Actor,
            Alterations = JsonSerializer.Serialize(request.Alterations, ElsaJson.Options),
            Filter = JsonSerializer.Serialize(request.Filter, ElsaJson.Options),
            CreatedUtc = NowUtc,
        };
        db.Add(plan);
        db.AddRange(ids.Select(id => new AlterationJob { PlanId = plan.Id, CompanyId = plan.CompanyId, InstanceId = id, CreatedUtc = plan.CreatedUtc }));
        await db.SaveChangesAsync(ct);
        return plan;
    }

    private async Task<string> RunAsync(AlterationPlan plan, JsonObject[] alterations, CancellationToken ct)
    {
        foreach (var job in await db.AlterationJobs.AsNoTracking().Where(j => j.PlanId == plan.Id).Select(j => new { j.Id, j.InstanceId }).ToListAsync(ct))
        {
            var command = new AlterInstance(job.InstanceId, AlterationReader.For(alterations, job.InstanceId)) { Actor = plan.Actor };
            var refusal = await workflows.AlterAsync(command, ct, (scope, inner) => DoneAsync(scope.GetRequiredService<AppDbContext>(), job.Id, inner));
            if (refusal is not null) await EndAsync(db, job.Id, AlterationStatus.Failed, refusal.Message, ct);
        }

        plan.Status = AlterationStatus.Completed;
        plan.CompletedUtc = NowUtc;
        await db.SaveChangesAsync(ct);
        return plan.Id;
    }

    private async Task<Refusal?> DoneAsync(AppDbContext inRun, string job, CancellationToken ct)
    {
        await EndAsync(inRun, job, AlterationStatus.Completed, null, ct);
        return null;
    }

    private Task<int> EndAsync(AppDbContext context, string job, AlterationStatus status, string? message, CancellationToken ct)
    {
        var nowUtc = NowUtc;
        return context.AlterationJobs.Where(j => j.Id == job).ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, status).SetProperty(j => j.Message, message).SetProperty(j => j.CompletedUtc, nowUtc), ct);
    }

    private DateTime NowUtc => time.GetUtcNow().UtcDateTime;
}
