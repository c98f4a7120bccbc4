using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows;

/// <summary>State, history and commands as JSON text, and back without loss.</summary>
public static class InstanceJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Readable Chinese in the database; the text goes nowhere near HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(), new ValueConverter() },
        // Around the values there are a few levels of the instance's own.
        MaxDepth = StoredJson.MaxDepth + 24,
        PreferredObjectCreationHandling = JsonObjectCreationHandling.Replace,
    };

    /// <summary>The state of an instance, without its version.</summary>
    public static string Write(Instance instance) => JsonSerializer.Serialize(InstanceState.Of(instance), Options);

    /// <summary>An instance from <see cref="Write"/>; its version is for the store to set.</summary>
    public static Instance Read(string json) => Parse<InstanceState>(json).ToInstance();

    /// <summary>The events of one run.</summary>
    public static string WriteEvents(IReadOnlyList<InstanceEvent> events) => JsonSerializer.Serialize(events, Options);

    /// <summary>The events of one run.</summary>
    public static IReadOnlyList<InstanceEvent> ReadEvents(string json) => Parse<List<InstanceEvent>>(json);

    /// <summary>A command.</summary>
    public static string WriteCommand(Command command) => JsonSerializer.Serialize(command, Options);

    /// <summary>A command.</summary>
    public static Command ReadCommand(string json) => Parse<Command>(json);

    /// <summary>Named values, such as the inputs of a job.</summary>
    public static string WriteValues(IReadOnlyDictionary<string, object?> values) => JsonSerializer.Serialize(values, Options);

    /// <summary>Named values, such as the inputs of a job.</summary>
    public static IReadOnlyDictionary<string, object?> ReadValues(string json) => Parse<Dictionary<string, object?>>(json);

    private static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException($"Expected {typeof(T).Name}, but got null.");

    /// <summary>Values keep their CLR types by the tagged form of <see cref="Values.Store"/>.</summary>
    private sealed class ValueConverter : JsonConverter<object>
    {
        public override bool HandleNull => true;

        public override object? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var value = JsonDocument.ParseValue(ref reader);
            return StoredJson.Read(value.RootElement);
        }

        public override void Write(Utf8JsonWriter writer, object? value, JsonSerializerOptions options) => StoredJson.Write(writer, value);
    }
}

/// <summary>What of an instance is stored.</summary>
internal sealed record InstanceState
{
    public required string Id { get; init; }
    public string TenantId { get; init; } = "";
    public string DefinitionId { get; init; } = "";
    public string DefinitionVersionId { get; init; } = "";
    public int DefinitionVersion { get; init; }
    public string? CorrelationId { get; init; }
    public string? Name { get; init; }
    public string? ParentInstanceId { get; init; }
    public string Initiator { get; init; } = "";
    public FlowchartMode Flowcharts { get; init; }
    public bool IsElsaCompatible { get; init; }
    public bool IsConfidential { get; init; }
    public InstanceSubStatus SubStatus { get; init; }
    public DateTime CreatedUtc { get; init; }
    public DateTime UpdatedUtc { get; init; }
    public DateTime? FinishedUtc { get; init; }
    public Dictionary<string, object?> Input { get; init; } = [];
    public Dictionary<string, object?> Output { get; init; } = [];
    public List<Execution> Executions { get; init; } = [];
    public List<ActivityScheduled> Queue { get; init; } = [];
    public List<Bookmark> Bookmarks { get; init; } = [];
    public List<Incident> Incidents { get; init; } = [];
    public Dictionary<string, Dictionary<string, object?>> ActivityOutputs { get; init; } = [];
    public Dictionary<string, PassedStep> Passed { get; init; } = [];
    public object? LastResult { get; init; }
    public int ExecutionCount { get; init; }
    public int PassedCount { get; init; }
    public int JobCount { get; init; }
    public int DeliveryCount { get; init; }
    public TriggerStart? Trigger { get; init; }
    public ReportTo? ReportTo { get; init; }
    public IReadOnlyDictionary<string, string>? Parts { get; init; }

    public static InstanceState Of(Instance i) => new()
    {
        Id = i.Id, TenantId = i.TenantId, DefinitionId = i.DefinitionId, DefinitionVersionId = i.DefinitionVersionId, DefinitionVersion = i.DefinitionVersion,
        CorrelationId = i.CorrelationId, Name = i.Name, ParentInstanceId = i.ParentInstanceId, Initiator = i.Initiator,
        Flowcharts = i.Flowcharts, IsElsaCompatible = i.IsElsaCompatible, IsConfidential = i.IsConfidential, SubStatus = i.SubStatus,
        CreatedUtc = i.CreatedUtc, UpdatedUtc = i.UpdatedUtc, FinishedUtc = i.FinishedUtc, Input = i.Input, Output = i.Output,
        Executions = [.. i.Executions.Values], Queue = [.. i.Queue], Bookmarks = [.. i.Bookmarks.Values], Incidents = i.Incidents,
        ActivityOutputs = i.ActivityOutputs, Passed = i.Passed, LastResult = i.LastResult,
        ExecutionCount = i.ExecutionCount, PassedCount = i.PassedCount, JobCount = i.JobCount, DeliveryCount = i.DeliveryCount, Trigger = i.Trigger, ReportTo = i.ReportTo, Parts = i.Parts,
    };

    public Instance ToInstance() => new()
    {
        Id = Id, TenantId = TenantId, DefinitionId = DefinitionId, DefinitionVersionId = DefinitionVersionId, DefinitionVersion = DefinitionVersion,
        CorrelationId = CorrelationId, Name = Name, ParentInstanceId = ParentInstanceId, Initiator = Initiator,
        Flowcharts = Flowcharts, IsElsaCompatible = IsElsaCompatible, IsConfidential = IsConfidential, SubStatus = SubStatus,
        CreatedUtc = CreatedUtc, UpdatedUtc = UpdatedUtc, FinishedUtc = FinishedUtc, Input = Input, Output = Output,
        Executions = new SortedDictionary<int, Execution>(Executions.ToDictionary(e => e.Id)), Queue = new LinkedList<ActivityScheduled>(Queue),
        Bookmarks = Bookmarks.ToDictionary(b => b.Id), Incidents = Incidents, ActivityOutputs = ActivityOutputs, Passed = Passed, LastResult = LastResult,
        ExecutionCount = ExecutionCount, PassedCount = PassedCount, JobCount = JobCount, DeliveryCount = DeliveryCount, Trigger = Trigger, ReportTo = ReportTo, Parts = Parts,
    };
}
