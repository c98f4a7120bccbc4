using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>A visit to an activity in short: what tables and diagrams show.</summary>
internal record ActivitySummaryModel
{
    public required string WorkflowInstanceId { get; init; }
    public required string ActivityId { get; init; }
    public required string ActivityNodeId { get; init; }
    public required string ActivityType { get; init; }
    public required int ActivityTypeVersion { get; init; }
    public string? ActivityName { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? CompletedAt { get; init; }
    public required bool HasBookmarks { get; init; }
    public required string Status { get; init; }
    public JsonObject Metadata { get; init; } = Map();
    public required int AggregateFaultCount { get; init; }
    public required string Id { get; init; }

    /// <summary>Elsa marks objects of any content with their type.</summary>
    public static JsonObject Map() => new() { ["_type"] = "ObjectMap" };

    public static ActivitySummaryModel Of(SeenInstance instance, ActivityVisit visit)
    {
        var facts = ActivityFacts.Of(instance, visit.Node);
        return new ActivitySummaryModel
        {
            WorkflowInstanceId = instance.Row.Id,
            ActivityId = facts.Id,
            ActivityNodeId = visit.Node,
            ActivityType = facts.Type,
            ActivityTypeVersion = facts.Version,
            ActivityName = facts.Name,
            StartedAt = ElsaJson.Moment(visit.StartedUtc),
            CompletedAt = ElsaJson.Moment(visit.EndedUtc),
            HasBookmarks = visit.HasBookmarks,
            Status = visit.Status,
            AggregateFaultCount = visit.FaultsInAll,
            Id = ActivityVisit.IdOf(instance.Row.Id, visit.Number),
        };
    }
}

/// <summary>A visit to an activity with everything that is known about it.</summary>
internal sealed record ActivityExecutionModel : ActivitySummaryModel
{
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ActivityExecutionModel(ActivitySummaryModel summary) : base(summary) { }

    /// <summary>Evaluated inputs.</summary>
    public JsonObject? ActivityState { get; init; }

    public JsonObject Properties { get; init; } = Map();
    public JsonObject? Payload { get; init; }
    public JsonObject? Outputs { get; init; }
    public WorkflowStateModel.ExceptionModel? Exception { get; init; }
    public string? SchedulingActivityExecutionId { get; init; }
    public string? SchedulingActivityId { get; init; }
    public int CallStackDepth { get; init; }
    public string TenantId { get; init; } = "";

    public static ActivityExecutionModel Of(SeenInstance instance, ActivityVisit visit, WorkflowStates states) => new(Of(instance, visit))
    {
        ActivityState = NullIfEmpty(states.ValuesOf(instance, visit.Inputs, name => DerivedKinds.Of(instance.Graph)?.OfInput(visit.Node, name), ofActivity: true)),
        Outputs = NullIfEmpty(states.ValuesOf(instance, visit.Outputs, _ => DerivedKinds.Of(instance.Graph)?.OfOutput(visit.Node), ofActivity: true)),
        Payload = visit.Outcomes.Count > 0 ? new JsonObject { ["Outcomes"] = new JsonArray([.. visit.Outcomes.Select(o => JsonValue.Create(o))]) } : null,
        Exception = visit.Fault is { } fault ? new WorkflowStateModel.ExceptionModel(fault.Code, fault.Message) : null,
        SchedulingActivityExecutionId = visit.ScheduledBy is { } by ? ActivityVisit.IdOf(instance.Row.Id, by.Number) : null,
        SchedulingActivityId = visit.ScheduledBy is { } scheduler ? WorkflowStates.ActivityIdOf(instance, scheduler.Node) : null,
        CallStackDepth = visit.Depth,
    };

    private static JsonObject? NullIfEmpty(JsonObject values) => values.Count > 0 ? values : null;
}
