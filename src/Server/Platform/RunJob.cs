using HrBpm.Activities.Connectors;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;

namespace HrBpm.Server.Platform;

/// <summary>Makes one attempt of a leased job, outside of any transaction, and has its outcome recorded.</summary>
internal sealed partial class RunJob(IServiceScopeFactory scopes, JobRunner runner, JobLeases leases, JobRecord record, TimeProvider time, ILogger<RunJob> log)
{
    /// <param name="job">The job as it was leased.</param>
    /// <param name="breakOff">Breaks the attempt off because the server stops; the job is handed back.</param>
    public async Task RunAsync(WorkflowJob job, CancellationToken breakOff)
    {
        var settings = leases.SettingsOf(job.ActivityType);
        if (job.Attempts > settings.MaxAttempts)
        {
            await record.FailAsync(job, new JobOutcome.Failed("jobs.exhausted", $"Expected '{job.ActivityType}' to end within {settings.MaxAttempts} attempts, but the process that made the last one died."), []);
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CompanyScope>().Enter(job.CompanyId);
        var calls = scope.ServiceProvider.GetRequiredService<ConnectorCalls>();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(settings.LeaseSeconds * 0.9), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, breakOff);
        JobOutcome outcome;
        try
        {
            outcome = await runner.RunAsync(await WorkOfAsync(job, scope.ServiceProvider.GetRequiredService<FlowSeals>(), either.Token) with { IsLastAttempt = job.Attempts >= settings.MaxAttempts }, scope.ServiceProvider, either.Token);
        }
        catch (OperationCanceledException) when (breakOff.IsCancellationRequested)
        {
            await record.PutOffAsync(job, time.GetUtcNow().UtcDateTime, "The server stopped.", isCounted: false, calls.Taken);
            return;
        }
        catch (Exception e)
        {
            AttemptFailed(log, e, job.Attempts, settings.MaxAttempts, job.ActivityType, job.Id);
            await record.TryAgainAsync(job, settings, e, calls.Taken);
            return;
        }

        await record.TakeAsync(job, outcome, calls.Taken);
    }

    private static async Task<JobWork> WorkOfAsync(WorkflowJob job, FlowSeals seals, CancellationToken ct) => new(
        job.Id, job.BookmarkId, job.ActivityType, InstanceJson.ReadValues(await seals.OpenAsync(new(WorkflowJob.Table, job.Id, WorkflowJob.InputsColumn), job.Inputs, ct)), job.IdempotencyKey,
        job.InstanceId, job.CompanyId.ToString("D"), job.CorrelationId, job.DefinitionId, job.DefinitionVersion, job.Node) { Sealed = job.SealedInputs };

    [LoggerMessage(LogLevel.Warning, "Attempt {Attempt} of {Most} of {ActivityType} (job {JobId}) failed.")]
    private static partial void AttemptFailed(ILogger log, Exception e, int attempt, int most, string activityType, string jobId);
}
