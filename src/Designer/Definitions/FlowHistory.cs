using System.Collections.Immutable;

namespace HrBpm.Designer.Definitions;

/// <summary>All states of a draft since it was opened, so that each step can be undone and redone. It never changes itself.</summary>
/// <param name="Past">What was before, the newest on top.</param>
/// <param name="Present">What is.</param>
/// <param name="Future">What was undone.</param>
/// <param name="Key">What the last step was about; steps about the same thing, such as letters typed into one field, are one.</param>
public sealed record FlowHistory(ImmutableStack<FlowDraft> Past, FlowDraft Present, ImmutableStack<FlowDraft> Future, string? Key = null)
{
    /// <summary>Begins.</summary>
    public static FlowHistory Of(FlowDraft draft) => new([], draft, []);

    /// <summary>Something can be undone.</summary>
    public bool CanUndo => !Past.IsEmpty;

    /// <summary>Something can be redone.</summary>
    public bool CanRedo => !Future.IsEmpty;

    /// <summary>A step. What was undone before is gone.</summary>
    public FlowHistory Do(FlowDraft next, string? key = null) => ReferenceEquals(next, Present) ? this
        : key is not null && key == Key ? this with { Present = next, Future = [] }
        : new(Past.Push(Present), next, [], key);

    /// <summary>One step back; the same when there is none.</summary>
    public FlowHistory Undo() => CanUndo ? new(Past.Pop(out var before), before, Future.Push(Present)) : this;

    /// <summary>One step forth; the same when there is none.</summary>
    public FlowHistory Redo() => CanRedo ? new(Past.Push(Present), Future.Peek(), Future.Pop()) : this;
}
