using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>Finds the step to which a task is returned.</summary>
public static class ReturnTarget
{
    /// <summary>Word for the step in which the initiator filled in the request.</summary>
    public const string Initiator = "initiator";

    /// <summary>Word for the human step just before.</summary>
    public const string Previous = "previous";

    /// <summary>The activity to which this command takes the flow, or a refusal; neither for a command that takes it nowhere.</summary>
    public static (string? ActivityId, Refusal? Refusal) Of(TaskCommand command, IReadOnlyList<EarlierStep> earlierSteps, StepTerms terms) => command.Verb switch
    {
        TaskVerbs.Return => Resolve(command.To, terms.Returnable(earlierSteps)),
        TaskVerbs.Withdraw => earlierSteps is [{ IsInitiatorForm: true } form]
            ? (form.ActivityId, null)
            : (null, new("tasks.handled-meanwhile", "Expected nobody to have handled the request since it was handed in, but it has gone beyond its first step.")),
        TaskVerbs.GiveBack => earlierSteps is [.., { IsInitiatorForm: false } last]
            ? (last.ActivityId, null)
            : (null, new("tasks.return-target.invalid", "Expected the step before to be one that people do, but it is none.")),
        _ => (null, null),
    };

    /// <summary>The activity id that <paramref name="to"/> means, or a refusal that names the possible ones.</summary>
    /// <param name="to"><see cref="Initiator"/>, <see cref="Previous"/> or an activity id.</param>
    /// <param name="earlierSteps">The human steps that the path came through, newest last.</param>
    public static (string? ActivityId, Refusal? Refusal) Resolve(string? to, IReadOnlyList<EarlierStep> earlierSteps)
    {
        var step = to switch
        {
            Initiator => earlierSteps.LastOrDefault(earlier => earlier.IsInitiatorForm),
            Previous when earlierSteps.Count > 0 => earlierSteps[^1],
            _ => earlierSteps.LastOrDefault(earlier => earlier.ActivityId == to),
        };
        return step is null ? (null, Unknown(to, earlierSteps)) : (step.ActivityId, null);
    }

    private static Refusal Unknown(string? to, IReadOnlyList<EarlierStep> earlierSteps) => earlierSteps.Count == 0
        ? new("tasks.return-target.invalid", "Expected an earlier step to return to, but no person has had this flow before.")
        : new("tasks.return-target.invalid", $"Expected one of the earlier steps {string.Join(", ", earlierSteps.Select(Name).Distinct())}, but got '{to}'.");

    private static string Name(EarlierStep step) => step.IsInitiatorForm ? Initiator : $"{step.ActivityId} ({step.Name})";
}
