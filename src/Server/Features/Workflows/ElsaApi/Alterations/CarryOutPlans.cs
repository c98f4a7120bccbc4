using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>There is a plan to carry out.</summary>
internal sealed class AlterationSignal : Signal;

/// <summary>
/// Carries submitted plans out, instance by instance. A part is marked done in the transaction that alters its instance, and only while it is still pending: however many processes
/// are at a plan, and wherever one of them dies, each instance is altered once. Hears of plans by <see cref="AlterationSignal"/>, and of what another process left by <see cref="AlterationSweep"/>.
/// </summary>
internal sealed partial class CarryOutPlans(IServiceScopeFactory scopes, WorkflowRuntime workflows, AlterationSignal signal, TimeProvider time, ILogger<CarryOutPlans> log)
    : SignalledWorker(signal, log)
{
    private static readonly Refusal TakenBefore = new("alterations.taken", "Expected a part that is still to be done, but another process has done it.");

    /// <inheritdoc />
    protected override async Task<int> WorkAsync(CancellationToken ct)
    {
        var plans = await ReadAsync(db => Open(db).AsNoTracking().OrderBy(p => p.CreatedUtc).ThenBy(p => p.Id).ToListAsync(ct));
        foreach (var plan in plans) await CarryOutAsync(plan, ct);
        return plans.Count;
    }

    private async Task CarryOutAsync(AlterationPlan plan, CancellationToken ct)
    {
        var (nowUtc, alterations) = (NowUtc, JsonSerializer.Deserialize<JsonObject[]>(plan.Alterations, ElsaJson.Options)!);
        await ReadAsync(db => Open(db).Where(p => p.Id == plan.Id && p.StartedUtc == null)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, AlterationStatus.Running).SetProperty(p => p.StartedUtc, nowUtc), ct));
        var jobs = await ReadAsync(db => Parts(db).AsNoTracking().Where(j => j.PlanId == plan.Id && j.Status == AlterationStatus.Pending).OrderBy(j => j.InstanceId).ToListAsync(ct));
        foreach (var job in jobs) await AlterAsync(plan, job, alterations, ct);
        var endedUtc = NowUtc;
        await ReadAsync(db => Open(db).Where(p => p.Id == plan.Id && !Parts(db).Any(j => j.PlanId == plan.Id && j.Status == AlterationStatus.Pending))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.Status, AlterationStatus.Completed).SetProperty(p => p.CompletedUtc, endedUtc), ct));
    }

    private async Task AlterAsync(AlterationPlan plan, AlterationJob job, JsonObject[] alterations, CancellationToken ct)
    {
        try
        {
            var command = new AlterInstance(job.InstanceId, AlterationReader.For(alterations, job.InstanceId)) { Actor = plan.Actor };
            var refusal = await workflows.AlterAsync(command, ct, async (scope, inner) =>
                await EndAsync(scope.GetRequiredService<AppDbContext>(), job.Id, AlterationStatus.Completed, null, inner) ? null : TakenBefore);
            if (refusal is not null && refusal != TakenBefore) await ReadAsync(db => EndAsync(db, job.Id, AlterationStatus.Failed, refusal.Message, ct));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Of this instance only: the others must not wait for it for ever. When the database itself is away, this fails too, and the part stays pending.
            PartFailed(Log, e, plan.Id, job.InstanceId);
            await ReadAsync(db => EndAsync(db, job.Id, AlterationStatus.Failed, $"Expected instance {job.InstanceId} to be altered, but that broke down; nothing of it has changed.", ct));
        }
    }

    private async Task<bool> EndAsync(AppDbContext db, string job, AlterationStatus status, string? message, CancellationToken ct)
    {
        var nowUtc = NowUtc;
        return await Parts(db).Where(j => j.Id == job && j.Status == AlterationStatus.Pending)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Status, status).SetProperty(j => j.Message, message).SetProperty(j => j.CompletedUtc, nowUtc), ct) == 1;
    }

    private DateTime NowUtc => time.GetUtcNow().UtcDateTime;

    private async Task<T> ReadAsync<T>(Func<AppDbContext, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }

    private static IQueryable<AlterationPlan> Open(AppDbContext db) =>
        db.AlterationPlans.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => p.Status == AlterationStatus.Pending || p.Status == AlterationStatus.Running);

    private static IQueryable<AlterationJob> Parts(AppDbContext db) => db.AlterationJobs.IgnoreQueryFilters([AppDbContext.CompanyFilter]);

    [LoggerMessage(LogLevel.Error, "Expected plan {PlanId} to alter instance {InstanceId}, but it failed.")]
    private static partial void PartFailed(ILogger log, Exception e, string planId, string instanceId);
}

/// <summary>Wakes it once a second of real time, for plans that a process left when it died.</summary>
[DisallowConcurrentExecution]
internal sealed class AlterationSweep(AlterationSignal signal) : IJob
{
    public ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        signal.Raise();
        return ValueTask.CompletedTask;
    }
}
