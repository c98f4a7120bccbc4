using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Flows;

/// <summary>One thing that happened in a flow, as people tell it.</summary>
/// <param name="AtUtc">When.</param>
/// <param name="By">The person who did it; null for time and systems.</param>
/// <param name="What">started, decided, done, incident, resolved or ended.</param>
/// <param name="StepId">Id of the step; null when it concerns the whole flow.</param>
/// <param name="Step">The step's name.</param>
/// <param name="Outcome">How it was decided, the outcome of a step, the code of an incident, or how it was dealt with.</param>
/// <param name="Detail">A sentence, where there is one.</param>
/// <param name="Comment">What the person wrote; null for those who have no part in the flow.</param>
/// <param name="TookSeconds">How long the person had it.</param>
internal sealed record FlowMoment(DateTime AtUtc, FlowPerson? By, string What, string? StepId, string? Step, string? Outcome, string? Detail, string? Comment, long? TookSeconds);

/// <summary>How a step stands.</summary>
/// <param name="StepId">Id of the step.</param>
/// <param name="State">waiting, incident, done or cancelled.</param>
/// <param name="SinceUtc">When it was reached last.</param>
/// <param name="EndedUtc">When it was left; null while it is not.</param>
/// <param name="Visits">How often it was reached.</param>
/// <param name="Ports">The outcomes by which it was left.</param>
internal sealed record FlowStep(string StepId, string State, DateTime SinceUtc, DateTime? EndedUtc, int Visits, IReadOnlyList<string> Ports);

/// <summary>Tells what happened in a flow from its history and from the tasks that people did.</summary>
internal static class FlowStory
{
    // Forks, joins and decisions are seen in the picture; nobody did them.
    private static readonly HashSet<string> Unsaid = ["Elsa.FlowFork", "Elsa.FlowJoin", "Elsa.FlowDecision", "Elsa.FlowSwitch", "Elsa.Start", "Elsa.End", "Elsa.Finish", "HrBpm.InitiatorForm"];

    /// <summary>One task, as far as its flow's story tells it.</summary>
    internal sealed record Act(string StepId, string Step, AssignmentState State, FlowPerson? Assignee, FlowPerson? By, DateTime OpenedUtc, DateTime? ClosedUtc, string? Comment);

    /// <summary>The id of the step that a node belongs to: nodes are named by their path from the workflow through its root.</summary>
    public static string? StepOf(string? node) => node?.Split(':') is { Length: > 2 } path ? path[2] : null;

    /// <summary>How each step that was reached stands.</summary>
    /// <param name="happened">The history, oldest first.</param>
    /// <param name="waiting">Steps that wait.</param>
    /// <param name="incidents">Steps with an open incident.</param>
    public static IReadOnlyList<FlowStep> Steps(IEnumerable<TimelineEntry> happened, IReadOnlySet<string> waiting, IReadOnlySet<string> incidents) =>
    [
        .. from entry in happened
           let step = StepOf(entry.Node)
           where step is not null && entry.What is "reached" or "completed" or "cancelled" && entry.Node!.Split(':').Length == 3
           group entry by step into visits
           let reached = visits.Where(e => e.What == "reached").ToList()
           where reached.Count > 0
           let last = visits.Last()
           let state = incidents.Contains(visits.Key) ? "incident" : waiting.Contains(visits.Key) ? "waiting" : last.What switch { "completed" => "done", "cancelled" => "cancelled", _ => "waiting" }
           select new FlowStep(visits.Key, state, reached[^1].AtUtc, last.What == "reached" ? null : last.AtUtc, reached.Count,
               [.. visits.Where(e => e.What == "completed").SelectMany(e => e.Outcome!.Split(", ")).Distinct()]),
    ];

    /// <summary>What happened, oldest first.</summary>
    /// <param name="happened">The history.</param>
    /// <param name="acts">The tasks.</param>
    /// <param name="typeOf">The type of a step.</param>
    /// <param name="people">Names.</param>
    public static IReadOnlyList<FlowMoment> Tell(IReadOnlyList<TimelineEntry> happened, IReadOnlyList<Act> acts, Func<string, string?> typeOf, FlowPeople people)
    {
        var byPeople = acts.Select(a => a.StepId).ToHashSet();
        return
        [
            .. happened.Select(e => Moment(e, byPeople, typeOf, people)).OfType<FlowMoment>()
                .Concat(acts.Where(a => a.ClosedUtc is not null && IsAct(a)).Select(Moment))
                .OrderBy(m => m.AtUtc).ThenBy(m => m.What switch { "started" => 0, "ended" => 2, _ => 1 }),
        ];
    }

    private static bool IsAct(Act act) => act.State is AssignmentState.Approved or AssignmentState.Completed or AssignmentState.Rejected or AssignmentState.Returned or AssignmentState.Transferred
        or AssignmentState.Rerouted or AssignmentState.TakenBack or AssignmentState.Answered;

    private static FlowMoment Moment(Act act) =>
        new(act.ClosedUtc!.Value, act.By ?? act.Assignee, "decided", act.StepId, act.Step, act.State.ToString(), null, act.Comment, (long)(act.ClosedUtc.Value - act.OpenedUtc).TotalSeconds);

    private static FlowMoment? Moment(TimelineEntry entry, HashSet<string> byPeople, Func<string, string?> typeOf, FlowPeople people)
    {
        var step = StepOf(entry.Node);
        return entry.What switch
        {
            "started" or "ended" or "resolved" => Of(entry.What, people.Of(entry.Actor)),
            "incident" or "returned" => Of(entry.What, null),
            "completed" when step is not null && !byPeople.Contains(step) && typeOf(step) is { } type && !Unsaid.Contains(type) => Of("done", null),
            _ => null,
        };

        FlowMoment Of(string what, FlowPerson? by) => new(entry.AtUtc, by, what, step, entry.Activity, entry.Outcome, entry.Detail, null, null);
    }
}
