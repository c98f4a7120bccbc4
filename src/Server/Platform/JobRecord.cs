using HrBpm.Activities.Connectors;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform;

/// <summary>
/// Records what became of an attempt. The end of a job commits together with the run that it resumes, so neither is without the other.
/// A worker that lost its lease records nothing: somebody else is at it by now.
/// </summary>
internal sealed partial class JobRecord(IServiceScopeFactory scopes, WriteAttempts writes, WorkflowRuntime runtime, JobLeases leases, TimeProvider time, ILogger<JobRecord> log)
{
    private const string LeaseLost = "jobs.lease-lost";

    /// <summary>The attempt came to an end of its own.</summary>
    public Task TakeAsync(WorkflowJob job, JobOutcome outcome, IReadOnlyList<ConnectorCall> calls) => outcome switch
    {
        JobOutcome.AskAgain again => PutOffAsync(job, Now + again.After, again.Reason, isCounted: false, calls),
        JobOutcome.Failed failed => FailAsync(job, failed, calls),
        _ => CloseAsync(job, JobState.Done, null, outcome, calls),
    };

    /// <summary>No retry can mend it, or it was tried often enough: an operator must look.</summary>
    public Task FailAsync(WorkflowJob job, JobOutcome.Failed failed, IReadOnlyList<ConnectorCall> calls) => CloseAsync(job, JobState.Failed, failed.Message, failed, calls);

    /// <summary>The attempt broke down: it is made again later, or was the last one.</summary>
    public Task TryAgainAsync(WorkflowJob job, RunsOutsideAttribute settings, Exception e, IReadOnlyList<ConnectorCall> calls)
    {
        if (job.Attempts >= settings.MaxAttempts)
            return FailAsync(job, new JobOutcome.Failed((e as ConnectorException)?.Code ?? "jobs.exhausted", $"Expected '{job.ActivityType}' to succeed within {settings.MaxAttempts} attempts, but the last one ended so: {Describe(e)}"), calls);
        var pause = RetryPause.Before(job.Attempts + 1, settings);
        if (e is ConnectorException { RetryAfter: { } asked } && asked > pause) pause = asked;
        return PutOffAsync(job, Now + pause, Describe(e), isCounted: true, calls);
    }

    /// <summary>The job waits for its next attempt.</summary>
    /// <param name="job">The job.</param>
    /// <param name="untilUtc">When.</param>
    /// <param name="why">Why it is not done yet.</param>
    /// <param name="isCounted">False when this attempt uses up none of those that the job has.</param>
    /// <param name="calls">Calls that the attempt made.</param>
    public Task PutOffAsync(WorkflowJob job, DateTime untilUtc, string why, bool isCounted, IReadOnlyList<ConnectorCall> calls) => AloneAsync(job, row =>
    {
        row.PutOff(untilUtc, why);
        if (!isCounted) row.Attempts--;
    }, calls);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    private async Task CloseAsync(WorkflowJob job, JobState end, string? problem, JobOutcome outcome, IReadOnlyList<ConnectorCall> calls)
    {
        if ((job.BookmarkId ?? (outcome is JobOutcome.Failed ? await TaskOfAsync(job) : null)) is not { } bookmark)
        {
            await AloneAsync(job, row => row.End(end, Now, problem), calls);
            return;
        }

        var refusal = await runtime.ResumeAsync(new ResumeCommand(bookmark) { Job = outcome }, CancellationToken.None,
            (services, ct) => WriteAsync(services, job, row => row.End(end, Now, problem), calls, ct));
        if (refusal is { Code: LeaseLost }) Lost(log, job.Id, refusal.Message);
        // The flow went on without the job, but what the job did to the outside world is still kept.
        else if (refusal is not null) await AloneAsync(job, row => row.End(JobState.Dropped, Now, refusal.Message), calls);
    }

    // Nothing waits for a request, but something does for the task that it asks for.
    private async Task<string?> TaskOfAsync(WorkflowJob job)
    {
        if (job.ActivityType != TaskRequest.ActivityType) return null;
        await using var scope = scopes.CreateAsyncScope();
        var inputs = await scope.ServiceProvider.GetRequiredService<FlowSeals>().OpenAsync(new(WorkflowJob.Table, job.Id, WorkflowJob.InputsColumn), job.Inputs, CancellationToken.None);
        return TaskRequest.BookmarkOf(InstanceJson.ReadValues(inputs));
    }

    private async Task AloneAsync(WorkflowJob job, Action<WorkflowJob> change, IReadOnlyList<ConnectorCall> calls)
    {
        if (await writes.RunAsync((services, ct) => WriteAsync(services, job, change, calls, ct), CancellationToken.None) is { } refusal) Lost(log, job.Id, refusal.Message);
    }

    private async Task<Refusal?> WriteAsync(IServiceProvider services, WorkflowJob job, Action<WorkflowJob> change, IReadOnlyList<ConnectorCall> calls, CancellationToken ct)
    {
        var db = services.GetRequiredService<AppDbContext>();
        var row = await db.WorkflowJobs.IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleAsync(j => j.Id == job.Id, ct);
        if (!row.IsHeldBy(leases.Owner, job.Attempts))
            return new Refusal(LeaseLost, $"Expected attempt {job.Attempts} of job {job.Id} to hold the lease, but the job is {row.State} after {row.Attempts} attempts.");
        change(row);
        var audit = services.GetRequiredService<IAuditTrail>();
        var seal = SealedText.Is(job.Inputs) ? await services.GetRequiredService<FlowSeals>().OfAsync(job.InstanceId, job.CompanyId, ct) : null;
        foreach (var (index, call) in calls.Index())
        {
            var kept = ConnectorCallRow.Of(call, job, index + 1);
            if (seal is not null) kept.Seal(seal);
            db.Add(kept);
            audit.Record(kept.ToFact());
        }

        return null;
    }

    private static string Describe(Exception e) => e is OperationCanceledException ? "it took longer than its lease." : e.Message;

    [LoggerMessage(LogLevel.Warning, "Job {JobId} is not recorded by this process. {Why}")]
    private static partial void Lost(ILogger log, string jobId, string why);
}
