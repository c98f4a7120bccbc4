using HrBpm.Designer.Api;
using MudBlazor;

namespace HrBpm.Designer.Inbox;

/// <summary>A person who was picked.</summary>
/// <param name="Id">The person.</param>
/// <param name="Name">Their name.</param>
/// <param name="Comment">What was written beside it.</param>
internal sealed record PickedPerson(Guid Id, string Name, string? Comment);

/// <summary>A step that was picked for a return.</summary>
/// <param name="To">The step.</param>
/// <param name="ComesBack">Straight back afterwards.</param>
/// <param name="Comment">Why.</param>
internal sealed record PickedStep(string To, bool ComesBack, string? Comment);

/// <summary>The dialogs of the inbox. Each answers null when the person thought better of it.</summary>
internal static class InboxDialogs
{
    private static readonly DialogOptions Options = new() { NoHeader = true, CloseOnEscapeKey = true, BackdropClick = true };

    public static Task<string?> AskReasonAsync(this IDialogService dialogs, string title, string hint) =>
        AskAsync<ReasonDialog, string>(dialogs, title, new() { ["Title"] = title, ["Hint"] = hint });

    public static Task<PickedPerson?> AskPersonAsync(this IDialogService dialogs, string title) => AskAsync<PersonDialog, PickedPerson>(dialogs, title, new() { ["Title"] = title });

    public static Task<PickedStep?> AskStepAsync(this IDialogService dialogs, IReadOnlyList<EarlierStep> steps, string title) =>
        AskAsync<StepDialog, PickedStep>(dialogs, title, new() { ["Title"] = title, ["Steps"] = steps });

    public static Task<SignatureGiven?> AskSignatureAsync(this IDialogService dialogs, TaskDetails task, Func<SignatureGiven, Task> send) =>
        AskAsync<SignDialog, SignatureGiven>(dialogs, task.ActivityName, new() { ["Document"] = task, ["Send"] = send });

    /// <summary>A link by which somebody without an account does one task.</summary>
    public static Task OfferLinkAsync(this IDialogService dialogs, Guid taskId, string person) => dialogs.ShowAsync<TaskLinkDialog>(person, new() { ["TaskId"] = taskId, ["Person"] = person }, Options);

    // The title is the name of the dialog for those who do not see it.
    private static async Task<T?> AskAsync<TDialog, T>(IDialogService dialogs, string title, DialogParameters parameters) where TDialog : Microsoft.AspNetCore.Components.IComponent where T : class
    {
        var dialog = await dialogs.ShowAsync<TDialog>(title, parameters, Options);
        return await dialog.Result is { Canceled: false, Data: T answer } ? answer : null;
    }
}
