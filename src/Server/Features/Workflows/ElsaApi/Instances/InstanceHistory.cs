using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>What an instance's runs say, in Elsa's terms: visits to activities, and a journal. Made by replaying the events.</summary>
internal sealed class InstanceHistory
{
    private readonly Dictionary<int, ActivityVisit> visits = [];
    private readonly List<JournalLine> journal = [];
    private readonly Dictionary<ActivityScheduled, int> schedulers = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, ActivityVisit> latest = [];
    private readonly Dictionary<string, int> waiting = [];
    private readonly Dictionary<string, int> incidents = [];
    private int current;

    private InstanceHistory(string id) => InstanceId = id;

    public string InstanceId { get; }

    /// <summary>The instance at the end of the last run.</summary>
    public Instance State { get; } = new();

    /// <summary>Number of the last run that is told.</summary>
    public int LastRun { get; private set; }

    /// <summary>All visits, by number.</summary>
    public IReadOnlyDictionary<int, ActivityVisit> Visits => visits;

    /// <summary>The journal, oldest first.</summary>
    public IReadOnlyList<JournalLine> Journal => journal;

    /// <summary>Tells the history of these runs, which are all of the instance's, in order.</summary>
    public static InstanceHistory Of(string instanceId, IEnumerable<WorkflowRun> runs)
    {
        var history = new InstanceHistory(instanceId);
        foreach (var run in runs) history.Add(run);
        foreach (var visit in history.visits.Values) visit.HasBookmarks = history.State.Bookmarks.Values.Any(b => b.Execution == visit.Number);
        return history;
    }

    private void Add(WorkflowRun run)
    {
        LastRun = run.Number;
        var suspended = new HashSet<int>();
        foreach (var happened in InstanceJson.ReadEvents(run.Events))
        {
            var work = happened is ActivityStarted ? State.Queue.First?.Value : null;
            State.Apply(happened);
            switch (happened)
            {
                case ActivityScheduled e: schedulers[e] = current; break;
                case ActivityStarted e: Begin(run, e, work); break;
                case ActivityCompleted e: End(run, e); break;
                case ActivityCanceled e: Cancel(run, e); break;
                case BookmarkCreated e: Suspend(run, e, suspended); break;
                case BookmarkRemoved { IsUsed: true } e: Resume(run, e); break;
                case ActivityOutputSet e when latest.TryGetValue(e.Node, out var visit): visit.Outputs[e.Output] = e.Value; break;
                case JobRequested { BookmarkId: not null } e: visits[e.Execution].Inputs = e.Inputs; break;
                case IncidentRaised e: Fault(run, e); break;
                case IncidentResolved e: Settle(run, e); break;
            }
        }
    }

    private void Begin(WorkflowRun run, ActivityStarted e, ActivityScheduled? work)
    {
        var scheduler = work is not null && schedulers.Remove(work, out var known) ? known : e.Owner;
        var by = visits.GetValueOrDefault(scheduler);
        visits[e.Execution] = latest[e.Node] = new ActivityVisit
        {
            Number = e.Execution,
            Node = e.Node,
            Owner = visits.GetValueOrDefault(e.Owner),
            ScheduledBy = by,
            Depth = by is null ? 0 : by.Depth + 1,
            StartedUtc = e.AtUtc,
        };
        current = e.Execution;
        Write(run, e.Execution, "Started");
    }

    private void End(WorkflowRun run, ActivityCompleted e)
    {
        var visit = visits[e.Execution];
        (visit.Status, visit.EndedUtc, visit.Outcomes) = ("Completed", e.AtUtc, e.Outcomes);
        current = e.Execution;
        Write(run, e.Execution, "Completed", outcomes: e.Outcomes);
    }

    // An instance that ends by a fault cancels everything, the visit at fault included; that one stays what it was.
    private void Cancel(WorkflowRun run, ActivityCanceled e)
    {
        var visit = visits[e.Execution];
        (visit.Status, visit.EndedUtc) = (visit.Status == "Faulted" ? "Faulted" : "Canceled", e.AtUtc);
        if (visit.Status == "Canceled") Write(run, e.Execution, "Canceled");
    }

    private void Suspend(WorkflowRun run, BookmarkCreated e, HashSet<int> suspended)
    {
        waiting[e.BookmarkId] = e.Execution;
        if (suspended.Add(e.Execution)) Write(run, e.Execution, "Suspended", e.Name);
    }

    private void Resume(WorkflowRun run, BookmarkRemoved e)
    {
        if (!waiting.Remove(e.BookmarkId, out var execution)) return;
        current = execution;
        Write(run, execution, "Resumed");
    }

    private void Fault(WorkflowRun run, IncidentRaised e)
    {
        incidents[e.IncidentId] = e.Execution;
        if (!visits.TryGetValue(e.Execution, out var visit)) return;
        (visit.Status, visit.Fault) = ("Faulted", (e.Code, e.Message));
        visit.Faults++;
        for (var up = visit; up is not null; up = up.Owner) up.FaultsInAll++;
        Write(run, e.Execution, "Faulted", e.Message);
    }

    private void Settle(WorkflowRun run, IncidentResolved e)
    {
        if (!incidents.TryGetValue(e.IncidentId, out var execution) || !visits.TryGetValue(execution, out var visit)) return;
        current = execution;
        if (visit.EndedUtc is null) visit.Status = "Running";
        Write(run, execution, e.How.ToString(), e.Reason);
    }

    private void Write(WorkflowRun run, int execution, string what, string? message = null, IReadOnlyList<string>? outcomes = null) =>
        journal.Add(new JournalLine(run.Number, journal.Count, visits[execution], run.AtUtc, what, string.IsNullOrEmpty(message) ? null : message, outcomes));
}
