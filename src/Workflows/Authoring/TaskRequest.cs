namespace HrBpm.Workflows.Authoring;

/// <summary>How Elsa.RunTask reaches those who do its tasks.</summary>
public static class TaskRequest
{
    /// <summary>Type of the activity that carries a request outside, as a job, where a host has such an activity. Its inputs: <c>taskId</c>, <c>taskName</c>, <c>payload</c>.</summary>
    public const string ActivityType = "HrBpm.RequestTask";

    /// <summary>The bookmark that waits for the task of a request, so that its visit becomes an incident when nobody takes the request.</summary>
    /// <param name="inputs">The request's inputs.</param>
    public static string? BookmarkOf(IReadOnlyDictionary<string, object?> inputs) => inputs.GetValueOrDefault("taskId") as string;
}
