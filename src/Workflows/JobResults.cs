using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>What a job's outcome does to the visit that waits for it.</summary>
internal static class JobResults
{
    public static async ValueTask TakeAsync(Visit visit, JobOutcome outcome)
    {
        switch (outcome)
        {
            case JobOutcome.Completed completed:
                foreach (var (name, value) in completed.Outputs) visit.SetOutput(name, value);
                await visit.LeaveAsync(completed.Outcomes, completed.Port, completed.IfUnhandled);
                break;
            case JobOutcome.Failed failed:
                // The visit goes on waiting for an operator: it has no bookmark left, but an open incident.
                visit.Run.RaiseIncident(visit.Execution, failed.Code, failed.Message);
                break;
            default:
                throw new InvalidOperationException("Expected a job that has ended, but it wants to be asked again.");
        }
    }
}

/// <summary>How an incident's visit goes on.</summary>
internal static class IncidentResolutions
{
    public static async ValueTask ApplyAsync(Run run, Execution execution, ResolveIncident command)
    {
        var visit = new Visit(run, execution);
        if (command.How == Resolution.Retry)
        {
            await RetryAsync(run, visit);
            return;
        }

        foreach (var (name, value) in command.Outputs) visit.SetOutput(name, value);
        await visit.CompleteAsync(command.Outcome is { Length: > 0 } outcome ? [outcome] : []);
    }

    private static async ValueTask RetryAsync(Run run, Visit visit)
    {
        if (visit.Node.Handler is ActivityNode { Descriptor.Outside: not null } outside && visit.Execution.Status == ActivityStatus.Running)
        {
            await outside.RequestJobAsync(visit);
            return;
        }

        // A visit that failed is made anew, in the same place.
        var execution = visit.Execution;
        await run.CancelAsync(execution);
        run.Instance.Raise(new ActivityScheduled(execution.Node, execution.Owner, execution.Tag, null, execution.IsBackward, execution.ComesBackTo));
    }
}
