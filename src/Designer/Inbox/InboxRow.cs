using HrBpm.Designer.Api;

namespace HrBpm.Designer.Inbox;

/// <summary>A line of one of the lists.</summary>
/// <param name="TaskId">The task that it opens; null for a flow.</param>
/// <param name="InstanceId">The flow that it belongs to.</param>
/// <param name="Who">Whose face stands before it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Kind">Kind of the node, for the chip: approve, handle, sign, cc or start.</param>
/// <param name="Step">What the chip says.</param>
/// <param name="Note">The quiet rest of the second line.</param>
/// <param name="Due">When it is due.</param>
/// <param name="IsOverdue">Whether that has passed.</param>
/// <param name="IsUnread">Nothing was done with it yet.</param>
/// <param name="At">When it came, ended or was sent, for lists without a due time.</param>
/// <param name="IsBulk">It may be decided from the list.</param>
/// <param name="Version">Version of the task that was listed.</param>
public sealed record InboxRow(
    Guid? TaskId, string InstanceId, string Who, string Title, string Kind, string Step, string Note, DateTimeOffset? Due, bool IsOverdue, bool IsUnread, DateTimeOffset At, bool IsBulk, int Version)
{
    /// <summary>The copy that it is; null for everything else.</summary>
    public Guid? CopyId { get; init; }

    /// <summary>Nobody has handled the request, so it can be taken back (撤回).</summary>
    public bool CanWithdraw { get; init; }

    /// <summary>The request has ended.</summary>
    public bool IsEnded { get; init; }

    /// <summary>Those who have the request can be reminded (催办).</summary>
    public bool CanUrge { get; init; }

    /// <summary>A task.</summary>
    public static InboxRow Of(ListTasksItem task) => new(
        task.Id, task.InstanceId, (task.Concerning ?? task.Assignee).Name, task.Title, KindOf(task.Kind, task.NeedsSignature), task.ActivityName,
        Join(task.Stage, task.OnBehalfOf?.Name),
        task.ClosedUtc is null ? task.DueUtc : null, task.IsOverdue, task.State == AssignmentState.Open, task.ClosedUtc ?? task.OpenedUtc, task.AllowsBulk && !task.NeedsSignature, task.Version);

    /// <summary>A copy.</summary>
    public static InboxRow Of(ListCopiesItem copy) => new(
        copy.TaskId, copy.InstanceId, (copy.Concerning ?? copy.SentBy)?.Name ?? copy.Title, copy.Title, "cc", copy.ActivityName,
        Join(copy.SentBy?.Name), null, false, copy.ReadUtc is null, copy.SentUtc, false, 0) { CopyId = copy.Id };

    /// <summary>A comment that mentions the person.</summary>
    public static InboxRow Of(ListMentionsItem mention) => new(
        mention.TaskId, mention.InstanceId, mention.SentBy.Name, mention.Title, "talk", mention.Step ?? "", Join(mention.Text), null, false, mention.ReadUtc is null, mention.AtUtc, false, 0);

    /// <summary>A flow that the person started.</summary>
    public static InboxRow Of(ListStartedItem flow)
    {
        var now = flow.Steps is [var step, ..] ? step : null;
        var name = flow.Name ?? flow.CorrelationId ?? flow.DefinitionId;
        return new(null, flow.InstanceId, now?.Assignee.Name ?? flow.Name ?? flow.DefinitionId, name, "start", now?.ActivityName ?? "", string.Join("、", flow.Steps.Select(s => s.Assignee.Name).Distinct()),
            null, false, false, flow.CreatedUtc, false, 0) { CanWithdraw = flow.CanWithdraw, CanUrge = flow.CanUrge, IsEnded = flow.Status == InstanceStatus.Finished };
    }

    private static string Join(params string?[] parts) => string.Join(" · ", parts.Where(part => !string.IsNullOrEmpty(part)));

    /// <summary>The CSS kind of a task's node.</summary>
    public static string KindOf(TaskKind kind, bool isSigned) => isSigned ? "sign" : kind switch { TaskKind.Approval => "approve", TaskKind.Notice => "cc", _ => "handle" };
}
