using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>How somebody answers a task of a step. Of several for one step, the first that fits counts; where none fits, the step is simply agreed to.</summary>
/// <param name="Visit">Only the flow's nth coming to the step.</param>
/// <param name="By">Only the task of the person with this user name.</param>
/// <param name="Acts">Only while so many tasks of this visit have ended.</param>
/// <param name="Hold">Nobody does anything until the flow has come through this node.</param>
/// <param name="Never">Nobody ever does anything: time has to.</param>
/// <param name="Via"><c>session</c>, <c>link</c> or <c>proxy</c>.</param>
/// <param name="Proxy">User name of the proxy.</param>
/// <param name="Action">Verb; what agrees to the step when absent.</param>
/// <param name="Answers">Answers; worked out from the task's own form and data when absent.</param>
/// <param name="Amend">Members of the worked-out answers that are different.</param>
/// <param name="Comment">Comment.</param>
/// <param name="To">User name for transfer and delegate; <c>initiator</c>, <c>previous</c> or a step for return.</param>
/// <param name="Then"><c>walk</c> or <c>straightBack</c>, for return.</param>
internal sealed record PlayMove(
    int? Visit = null, string? By = null, int? Acts = null, string? Hold = null, bool Never = false, string Via = "session", string? Proxy = null,
    string? Action = null, JsonObject? Answers = null, JsonObject? Amend = null, string? Comment = null, string? To = null, string? Then = null)
{
    /// <summary>Whether it is about this task.</summary>
    public bool Fits(PlayTask task) => (Visit is null || Visit == task.Visit) && (By is null || By == task.UserName) && (Acts is null || Acts == task.Acts);

    /// <summary>Whether it has to wait.</summary>
    public bool Waits(PlayState state) => Never || (Hold is { } node && !state.Passed.Contains(node));
}

/// <summary>An open task of the case.</summary>
/// <param name="ActivityId">The step.</param>
/// <param name="Step">Its name.</param>
/// <param name="TaskId">The task.</param>
/// <param name="UserName">Whose.</param>
/// <param name="Name">Their name.</param>
/// <param name="Visit">The flow's nth coming to the step.</param>
/// <param name="Acts">Tasks of this visit that have ended.</param>
internal sealed record PlayTask(string ActivityId, string Step, Guid TaskId, string UserName, string Name, int Visit, int Acts);

/// <summary>Where a case stands, as far as a play has to know. Read anew from the server before each move, so a play can go on from anywhere.</summary>
/// <param name="NowUtc">The server's time.</param>
/// <param name="IsFinished">The flow has ended.</param>
/// <param name="Stage">Stage of the case.</param>
/// <param name="Passed">Nodes that the flow has come through.</param>
/// <param name="Open">Tasks that wait for somebody.</param>
/// <param name="Incidents">Ids of incidents that wait for an operator.</param>
/// <param name="NextUtc">The next moment at which something happens by itself; null when there is none.</param>
internal sealed record PlayState(
    DateTime NowUtc, bool IsFinished, string Stage, IReadOnlySet<string> Passed, IReadOnlyList<PlayTask> Open, IReadOnlyList<string> Incidents, DateTime? NextUtc);
