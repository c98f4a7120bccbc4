using HrBpm.Designer.Api;
using HrBpm.Designer.Layout;
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
    public static Task<string?> AskReasonAsync(this IDialogService dialogs, string title, string hint) =>
        dialogs.AskAsync<ReasonDialog, string>(title, new() { ["Title"] = title, ["Hint"] = hint });

    public static Task<PickedPerson?> AskPersonAsync(this IDialogService dialogs, string title) => dialogs.AskAsync<PersonDialog, PickedPerson>(title, new() { ["Title"] = title });

    public static Task<PickedStep?> AskStepAsync(this IDialogService dialogs, IReadOnlyList<EarlierStep> steps, string title) =>
        dialogs.AskAsync<StepDialog, PickedStep>(title, new() { ["Title"] = title, ["Steps"] = steps });

    public static Task<SignatureGiven?> AskSignatureAsync(this IDialogService dialogs, TaskDetails task, Func<SignatureGiven, Task> send) =>
        dialogs.AskAsync<SignDialog, SignatureGiven>(task.ActivityName, new() { ["Document"] = task, ["Send"] = send });

    /// <summary>A link by which somebody without an account does one task.</summary>
    public static Task OfferLinkAsync(this IDialogService dialogs, Guid taskId, string person) => dialogs.ShowAsync<TaskLinkDialog>(person, new() { ["TaskId"] = taskId, ["Person"] = person }, Dialogs.Options);
}
