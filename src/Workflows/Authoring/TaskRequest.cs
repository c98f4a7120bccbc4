namespace HrBpm.Workflows.Authoring;

/// <summary>How Elsa.RunTask reaches those who do its tasks.</summary>
public static class TaskRequest
{
    /// <summary>Type of the activity that carries a request outside, as a job, where a host has such an activity. Its inputs: <c>taskId</c>, <c>taskName</c>, <c>payload</c>.</summary>
    public const string ActivityType = "HrBpm.RequestTask";

    /// <summary>The bookmark that waits for the task of a request that cannot be carried outside, so that its visit becomes an incident; null for a job that carries no request.</summary>
    /// <param name="activityType">Type of the job's activity.</param>
    /// <param name="inputs">Its inputs.</param>
    public static string? BookmarkOf(string activityType, IReadOnlyDictionary<string, object?> inputs) =>
        activityType == ActivityType ? inputs.GetValueOrDefault("taskId") as string : null;
}
