using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>Advances one instance until every branch waits or is done. Uses no clock and no database of its own.</summary>
public sealed class Engine(EngineLimits limits, ElsaOptions options)
{
    /// <summary>Starts a new instance.</summary>
    internal async ValueTask StartAsync(Run run, StartCommand command)
    {
        run.Instance.Raise(new InstanceStarted(command.InstanceId!, command.TenantId, run.Graph.Definition.DefinitionId, run.Graph.VersionId, run.Graph.Version,
            command.Input, command.CorrelationId, command.Name, command.ParentInstanceId, command.Actor, run.NowUtc)
        {
            Flowcharts = command.Flowcharts ?? options.ModeOf(run.Graph.Definition),
            IsElsaCompatible = options.IsCompatible(run.Graph.Definition),
            IsConfidential = command.IsConfidential || run.Graph.SecretNames.Count > 0,
            Trigger = command.Trigger,
            Parts = run.Graph.Parts.Count + run.Graph.MissingParts.Count == 0 ? null : run.Graph.Parts,
            ReportTo = command.ReportTo,
        });
        run.Instance.Raise(new InstanceMoved(InstanceSubStatus.Executing, null, run.NowUtc));
        run.Instance.Raise(new ActivityScheduled(run.Graph.Root.Path, 0));
        await AdvanceAsync(run);
    }

    /// <summary>Resumes one bookmark, which is used up by it.</summary>
    internal async ValueTask<Refusal?> ResumeAsync(Run run, ResumeCommand command)
    {
        if (!run.Instance.Bookmarks.TryGetValue(command.BookmarkId, out var bookmark)) return Refusals.BookmarkUsed(command.BookmarkId);
        if (command.IsDue && bookmark.DueUtc is null) return Refusals.NotDue(command.BookmarkId);
        run.Instance.Raise(new InstanceMoved(InstanceSubStatus.Executing, null, run.NowUtc));
        if (command.IsConfidential) run.Instance.ReceiveSecrets();
        if (run.Instance.IsElsaCompatible) ElsaMemory.Forget(run);
        run.Instance.Raise(new BookmarkRemoved(bookmark.Id, IsUsed: true, command.Actor));
        var visit = new Visit(run, run.Instance.Executions[bookmark.Execution]);
        if (command is { IsDue: false, Job: null, Actor.Length: > 0 }) run.Answered = visit.Node;
        await GuardAsync(visit, () => command.Job is { } job
            ? JobResults.TakeAsync(visit, job)
            : bookmark.Name == Background.BookmarkName ? visit.Node.Handler.ExecuteAsync(visit)
            : visit.Node.Handler.ResumeAsync(visit, new Resumption(bookmark.Id, bookmark.Name, bookmark.Payload, command.IsDue, command.Input)));
        await AdvanceAsync(run);
        return null;
    }

    /// <summary>Ends every branch.</summary>
    internal static async ValueTask<Refusal?> CancelAsync(Run run, CancelCommand command)
    {
        if (run.Instance.Status == InstanceStatus.Finished) return Refusals.Finished(run.Instance);
        run.Instance.Raise(new InstanceMoved(InstanceSubStatus.Executing, null, run.NowUtc));
        await EndAsync(run, InstanceSubStatus.Cancelled, command.Reason);
        return null;
    }

    /// <summary>Deals with an incident: tries again, goes on without, or goes on with an answer given by hand.</summary>
    internal async ValueTask<Refusal?> ResolveAsync(Run run, ResolveIncident command)
    {
        if (run.Instance.Incidents.Find(i => i.Id == command.IncidentId) is not { } incident) return Refusals.UnknownIncident(command.IncidentId);
        if (!incident.IsOpen || !run.Instance.Executions.TryGetValue(incident.Execution, out var execution)) return Refusals.IncidentClosed(command.IncidentId);
        if (command.How != Resolution.Retry && string.IsNullOrWhiteSpace(command.Reason)) return Refusals.ReasonMissing(command.How);
        run.Instance.Raise(new InstanceMoved(InstanceSubStatus.Executing, null, run.NowUtc));
        run.Instance.Raise(new IncidentResolved(incident.Id, command.How, command.Reason, command.Actor, run.NowUtc));
        await IncidentResolutions.ApplyAsync(run, execution, command);
        await AdvanceAsync(run);
        return null;
    }

    /// <summary>Alters a running instance. After a refusal the attempt is good for nothing any more.</summary>
    internal async ValueTask<Refusal?> AlterAsync(Run run, AlterInstance command, Migration? migration)
    {
        run.Instance.Raise(new InstanceMoved(InstanceSubStatus.Executing, null, run.NowUtc));
        migration?.Apply(run.NowUtc);
        if (await InstanceAlterations.ApplyAsync(run, command) is { } refusal) return refusal;
        await AdvanceAsync(run);
        return run.Instance.SubStatus == InstanceSubStatus.Suspended && run.Instance.Bookmarks.Count == 0 && !run.Instance.Incidents.Exists(i => i.IsOpen) ? AlterationRefusals.Strands() : null;
    }

    private async ValueTask AdvanceAsync(Run run)
    {
        for (var step = 0; run.Instance.Queue.First is { } work; step++)
        {
            run.Cancellation.ThrowIfCancellationRequested();
            var visit = run.Begin(work.Value);
            if (step >= limits.StepsPerRun)
            {
                await visit.FaultAsync("engine.too-many-steps", $"Expected the flow to wait or end within {limits.StepsPerRun} steps of one run, but it did not: is there a loop without a way out?");
                if (run.IsFatal) break;
                // Whatever else is queued belongs to somebody who would wait for it in vain: it becomes an incident too, which can be tried again.
                continue;
            }

            await GuardAsync(visit, () => EnterAsync(visit));
        }

        await SettleAsync(run);
    }

    private static ValueTask EnterAsync(Visit visit) =>
        visit.TakeTrigger() is { } came ? visit.Node.Handler.ResumeAsync(visit, came)
        : visit.Node.RunsAsynchronously ? Background.WaitAsync(visit)
        : visit.Node.Handler.ExecuteAsync(visit);

    // An expression that fails is an incident of its activity. An activity that throws is different: it may have written half of what it
    // wanted to, so the runtime rolls the attempt back and repeats it without running that activity.
    private static async ValueTask GuardAsync(Visit visit, Func<ValueTask> step)
    {
        try
        {
            await step();
        }
        catch (ExpressionException e)
        {
            await visit.FaultAsync(e.Code, e.Message);
        }
    }

    private static async ValueTask SettleAsync(Run run)
    {
        if (run.Instance.Status == InstanceStatus.Finished) return;
        if (run.IsFatal) await EndAsync(run, InstanceSubStatus.Faulted, run.Instance.Incidents[^1].Message);
        else Move(run, run.Instance.Executions.Count == 0 ? InstanceSubStatus.Finished : InstanceSubStatus.Suspended, null);
    }

    private static void Move(Run run, InstanceSubStatus to, string? reason)
    {
        run.Instance.Raise(new InstanceMoved(to, reason, run.NowUtc));
        run.TellParent();
    }

    /// <summary>Ends the instance: nothing is queued, waits or runs any more.</summary>
    internal static async ValueTask EndAsync(Run run, InstanceSubStatus how, string? reason)
    {
        run.Instance.Raise(new QueueCleared());
        foreach (var execution in run.Instance.Executions.Values.Where(e => e.Owner == 0).ToList()) await run.CancelAsync(execution);
        Move(run, how, reason);
    }
}

/// <summary>Limits of one run.</summary>
public sealed class EngineLimits
{
    /// <summary>Most visits of one run; default 10,000.</summary>
    [System.ComponentModel.DataAnnotations.Range(10, 10_000_000)]
    public int StepsPerRun { get; set; } = 10_000;

    /// <summary>How often an attempt is repeated after a conflict; default 50.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 10_000)]
    public int AttemptsPerRun { get; set; } = 50;

    /// <summary>How many deliveries a process does at once; default 4. Those of one instance are always done one after another.</summary>
    [System.ComponentModel.DataAnnotations.Range(1, 64)]
    public int DeliveriesAtOnce { get; set; } = 4;

    /// <summary>How long a stimulus that nothing waits for yet is kept; default 10 minutes.</summary>
    [System.ComponentModel.DataAnnotations.Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan EarlyStimuliKeptFor { get; set; } = TimeSpan.FromMinutes(10);
}
