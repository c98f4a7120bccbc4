namespace HrBpm.Activities.Inbox;

/// <summary>The outputs of a step, JSON-shaped, from what was done in it.</summary>
internal static class StepOutputs
{
    public static IReadOnlyList<object?> Comments(TaskSet tasks) => [.. tasks.Entries.Where(entry => !string.IsNullOrWhiteSpace(entry.Comment)).Select(Shape)];

    public static IReadOnlyList<object?> SignatureIds(TaskSet tasks) => [.. tasks.Entries.Select(entry => entry.SignatureId).OfType<string>()];

    /// <summary>A delegate's "no" is an answer to the owner, not a refusal.</summary>
    public static IReadOnlyList<object?> Refusals(TaskSet tasks) =>
        [.. tasks.Entries.Where(entry => entry.Verb == TaskVerbs.Reject && tasks.Find(entry.TaskId)?.State == AssignmentState.Rejected).Select(Shape)];

    private static Dictionary<string, object?> Shape(TaskEntry entry) => new()
    {
        ["verb"] = entry.Verb,
        ["by"] = entry.By.Length == 0 ? null : entry.By,
        ["onBehalfOf"] = entry.OnBehalfOf,
        ["via"] = entry.Via.ToString(),
        ["atUtc"] = entry.AtUtc,
        ["comment"] = entry.Comment,
    };
}
