using MudBlazor;

namespace HrBpm.Designer.Layout;

/// <summary>Dialogs that answer. Each answers null when the person thought better of it.</summary>
internal static class Dialogs
{
    /// <summary>How they all look.</summary>
    public static readonly DialogOptions Options = new() { NoHeader = true, CloseOnEscapeKey = true, BackdropClick = true };

    /// <summary>Shows a dialog, and waits for its answer.</summary>
    /// <param name="dialogs">Where it is shown.</param>
    /// <param name="title">The name of the dialog for those who do not see it.</param>
    /// <param name="parameters">What the dialog is given.</param>
    public static async Task<T?> AskAsync<TDialog, T>(this IDialogService dialogs, string title, DialogParameters parameters) where TDialog : Microsoft.AspNetCore.Components.IComponent where T : class
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, Options);
        return await dialog.Result is { Canceled: false, Data: T answer } ? answer : null;
    }

    /// <summary>Asks before something that cannot be undone.</summary>
    /// <param name="dialogs">Where it is shown.</param>
    /// <param name="title">What is done, as a question's heading.</param>
    /// <param name="text">What follows from it.</param>
    /// <param name="action">What the button says.</param>
    /// <returns>Whether it is meant.</returns>
    public static async Task<bool> ConfirmAsync(this IDialogService dialogs, string title, string text, string action) =>
        await dialogs.AskAsync<ConfirmDialog, object>(title, new() { ["Title"] = title, ["Text"] = text, ["Action"] = action }) is true;
}
