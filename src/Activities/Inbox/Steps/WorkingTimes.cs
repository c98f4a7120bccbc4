using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.Inbox;

/// <summary>Reads the inputs of a step that are given in working time.</summary>
internal static class WorkingTimes
{
    /// <summary>Why the inputs cannot stand; null when they can.</summary>
    /// <param name="inputs">For each: what the input in plain time is called, what it says, and what the one in working time says.</param>
    public static string? WhyNot(params (string Name, TimeSpan? Plain, string? Working)[] inputs)
    {
        foreach (var (name, plain, working) in inputs.Where(input => !string.IsNullOrWhiteSpace(input.Working)))
        {
            if (plain is not null) return $"Expected {name} or {name}Working, but got both: {plain} and '{working}'.";
            if (WorkingDuration.WhyNot(working, out _) is { } unreadable) return $"{name}Working: {unreadable}";
        }

        return null;
    }

    /// <summary>What an input says that <see cref="WhyNot"/> has nothing against; null where it is empty.</summary>
    public static WorkingDuration? Read(string? input) => !string.IsNullOrWhiteSpace(input) && WorkingDuration.WhyNot(input, out var duration) is null ? duration : null;
}
