using HrBpm.Designer.Api;

namespace HrBpm.Designer.Inbox;

/// <summary>What of a list of tasks is shown, and in which order.</summary>
/// <param name="DefinitionId">Only this flow's.</param>
/// <param name="ConcerningId">Only those about this person.</param>
/// <param name="IsOverdue">Only what is late.</param>
/// <param name="Order">due, newest or oldest; null for the list's own.</param>
public sealed record InboxFilter(string? DefinitionId = null, Guid? ConcerningId = null, bool IsOverdue = false, string? Order = null)
{
    /// <summary>Everything, in the list's own order.</summary>
    public static InboxFilter None { get; } = new();

    /// <summary>How many of them are set.</summary>
    public int Count => (DefinitionId is null ? 0 : 1) + (ConcerningId is null ? 0 : 1) + (IsOverdue ? 1 : 0) + (Order is null ? 0 : 1);

    /// <summary>As a saved view says it.</summary>
    public static InboxFilter Of(ListInboxViewsItem view) => new(view.DefinitionId, view.ConcerningId, view.IsOverdue, view.Order);
}
