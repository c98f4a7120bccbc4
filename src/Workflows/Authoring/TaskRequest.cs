namespace HrBpm.Workflows.Authoring;

/// <summary>How Elsa.RunTask reaches those who do its tasks.</summary>
public static class TaskRequest
{
    /// <summary>Type of the activity that carries a request outside, as a job, where a host has such an activity. Its inputs: <c>taskId</c>, <c>taskName</c>, <c>payload</c>.</summary>
    public const string ActivityType = "HrBpm.RequestTask";
}
