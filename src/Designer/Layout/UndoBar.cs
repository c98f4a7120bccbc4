namespace HrBpm.Designer.Layout;

/// <summary>The bar at the bottom that says what was done and, for eight seconds, offers to undo it.</summary>
public sealed class UndoBar
{
    /// <summary>How long it stays.</summary>
    public static readonly TimeSpan Stays = TimeSpan.FromSeconds(8);

    /// <summary>It shows something else.</summary>
    public event Action? Changed;

    /// <summary>What it says; null while it is hidden.</summary>
    public string? Text { get; private set; }

    /// <summary>Undoes it; null where that cannot be.</summary>
    public Func<Task>? Undo { get; private set; }

    /// <summary>Says that something was done.</summary>
    public void Show(string text, Func<Task>? undo = null)
    {
        (Text, Undo) = (text, undo);
        Changed?.Invoke();
    }

    /// <summary>Hides it.</summary>
    public void Hide()
    {
        (Text, Undo) = (null, null);
        Changed?.Invoke();
    }
}
