using System.Globalization;

namespace HrBpm.Activities.Inbox;

/// <summary>The sentence for somebody who comes too late: who did it, and when.</summary>
internal static class AlreadyHandled
{
    public static string Sentence(Assignment task, DateTime nowUtc, Func<string, string> nameOf) =>
        $"Expected the task to be open, but it was {Happened(task)}{When(task.ClosedAtUtc, nowUtc)}.".Replace("{who}", Who(task, nameOf), StringComparison.Ordinal);

    private static string Happened(Assignment task) => task.State switch
    {
        AssignmentState.Transferred => "transferred by {who}",
        AssignmentState.Rerouted => "rerouted by {who}",
        AssignmentState.Returned => "returned by {who}",
        AssignmentState.TakenBack => "taken back by {who}",
        AssignmentState.Removed => "removed by {who}",
        AssignmentState.Recalled when string.IsNullOrEmpty(task.ClosedBy) => "ended by the clock",
        _ => "already handled by {who}",
    };

    private static string Who(Assignment task, Func<string, string> nameOf) =>
        task.ClosedByName ?? (task.ClosedBy is { Length: > 0 } id ? nameOf(id) : "the system");

    private static string When(DateTime? closedAtUtc, DateTime nowUtc) => closedAtUtc switch
    {
        null => "",
        { } at when at.Date == nowUtc.Date => at.ToString(" 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture),
        { } at => at.ToString(" 'on' yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture),
    };
}
