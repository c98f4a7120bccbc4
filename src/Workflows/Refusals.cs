namespace HrBpm.Workflows;

/// <summary>The engine's expected "no"s.</summary>
internal static class Refusals
{
    public static Refusal BookmarkUsed(string id) => new("workflows.bookmark-used", $"Expected bookmark {id} to be open, but it was used, withdrawn, or never existed.");

    public static Refusal TaskNotOpen(string id) => new("workflows.task-not-open", $"Expected task {id} to be asked for and not reported yet, but it was reported, withdrawn, or never existed.");

    public static Refusal RunsAlready(string definitionId, string instanceId) =>
        new("workflows.runs-already", $"Expected to start the only instance of its kind of '{definitionId}', but instance {instanceId} is still running.");

    public static Refusal NotDue(string id) => new("workflows.bookmark-not-due", $"Expected bookmark {id} to wait for a moment, but it has no due time.");

    public static Refusal UnknownInstance(string id) => new("workflows.instance-unknown", $"Expected a workflow instance {id}, but there is none.");

    public static Refusal Finished(Instance instance) =>
        new("workflows.instance-finished", $"Expected instance {instance.Id} to be running, but it ended as {instance.SubStatus} at {instance.FinishedUtc:yyyy-MM-dd HH:mm} UTC.");

    public static Refusal UnknownDefinition(string id, int? version) => new("workflows.definition-unknown",
        version is null ? $"Expected a published definition '{id}', but there is none." : $"Expected version {version} of definition '{id}', but there is none.");

    public static Refusal UnknownIncident(string id) => new("workflows.incident-unknown", $"Expected an incident {id}, but there is none.");

    public static Refusal IncidentClosed(string id) => new("workflows.incident-closed", $"Expected incident {id} to be open, but it has been dealt with.");

    public static Refusal ReasonMissing(Resolution how) => new("workflows.reason-missing", $"Expected a reason for {how}, but there was none.");
}
