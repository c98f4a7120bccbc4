using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Where an instance stands, in Elsa's shape.</summary>
internal sealed record WorkflowStateModel
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int DefinitionVersion { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public string? ParentWorkflowInstanceId { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public bool IsExecuting { get; init; }
    public required IReadOnlyList<BookmarkModel> Bookmarks { get; init; }
    public required IReadOnlyList<IncidentModel> Incidents { get; init; }
    public bool IsSystem { get; init; }
    public required IReadOnlyList<CallbackModel> CompletionCallbacks { get; init; }
    public required IReadOnlyList<ContextModel> ActivityExecutionContexts { get; init; }
    public required IReadOnlyList<ScheduledModel> ScheduledActivities { get; init; }
    public required int ExecutionLogSequence { get; init; }
    public required JsonObject Input { get; init; }
    public required JsonObject Output { get; init; }
    public required JsonObject Properties { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Something that is waited for. It is used up when it is resumed.</summary>
    internal sealed record BookmarkModel
    {
        public required string Id { get; init; }
        public required string Name { get; init; }
        public required string Hash { get; init; }
        public JsonNode? Payload { get; init; }
        public required string ActivityId { get; init; }
        public required string ActivityNodeId { get; init; }
        public required string ActivityInstanceId { get; init; }
        public required DateTimeOffset CreatedAt { get; init; }
        public bool AutoBurn { get; init; } = true;

        /// <summary>Elsa names a method here; clients only pass it on.</summary>
        public string CallbackMethodName { get; init; } = "ResumeAsync";

        public bool AutoComplete { get; init; }

        /// <summary>When time resumes it.</summary>
        public DateTimeOffset? DueAt { get; init; }
    }

    internal sealed record IncidentModel
    {
        public required string Id { get; init; }
        public required string ActivityId { get; init; }
        public required string ActivityNodeId { get; init; }
        public required string ActivityType { get; init; }
        public required string Message { get; init; }
        public required ExceptionModel Exception { get; init; }
        public required DateTimeOffset Timestamp { get; init; }

        /// <summary>False when an operator dealt with it.</summary>
        public required bool IsOpen { get; init; }
    }

    /// <param name="Type">Stable code of the fault, where Elsa names a .NET exception.</param>
    /// <param name="Message">What was expected, and what came.</param>
    internal sealed record ExceptionModel(string Type, string Message);

    internal sealed record CallbackModel(string OwnerInstanceId, string ChildNodeId, string MethodName);

    internal sealed record ScheduledModel(string ActivityNodeId, string? OwnerContextId);

    /// <summary>A visit that is not at its end.</summary>
    internal sealed record ContextModel
    {
        public required string Id { get; init; }
        public required int CallStackDepth { get; init; }
        public string? ParentContextId { get; init; }
        public required string ScheduledActivityNodeId { get; init; }
        public string? OwnerActivityNodeId { get; init; }
        public required JsonObject Properties { get; init; }
        public required JsonObject Metadata { get; init; }
        public required JsonObject ActivityState { get; init; }
        public IReadOnlyList<JsonObject> DynamicVariables { get; init; } = [];
        public required string Status { get; init; }
        public bool IsExecuting { get; init; }
        public required int FaultCount { get; init; }
        public required DateTimeOffset StartedAt { get; init; }
    }
}

/// <summary>An instance in Elsa's shape.</summary>
internal sealed record WorkflowInstanceModel
{
    public required string Id { get; init; }
    public required string DefinitionId { get; init; }
    public required string DefinitionVersionId { get; init; }
    public required int Version { get; init; }
    public string? ParentWorkflowInstanceId { get; init; }
    public required WorkflowStateModel WorkflowState { get; init; }
    public required string Status { get; init; }
    public required string SubStatus { get; init; }
    public bool IsExecuting { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public required int IncidentCount { get; init; }
    public bool IsSystem { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}
