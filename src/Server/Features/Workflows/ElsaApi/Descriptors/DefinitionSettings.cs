using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>What can be chosen in the settings of a definition. Type names are Elsa's, because definitions carry them; what this engine does not do is not offered.</summary>
internal static class DefinitionSettings
{
    internal sealed record Strategy(string DisplayName, string Description, string TypeName);

    internal sealed record CommitStrategy(string Name, string DisplayName, string Description);

    internal sealed record StorageDriver(string TypeName, string DisplayName, double Priority, bool Deprecated);

    internal sealed record ExpressionType(string Type, string DisplayName, bool IsSerializable, bool IsBrowsable, IReadOnlyDictionary<string, string> Properties);

    internal sealed record VariableType(string TypeName, string DisplayName, string Category, string? Description = null);

    internal sealed record OutputConverter(string Id, string SourceTypeName, string ResultTypeName, string DisplayName);

    private static readonly (string Key, string TypeName)[] Activation =
    [
        ("Always", "Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core"),
        ("CorrelatedSingleton", "Elsa.Workflows.Runtime.ActivationValidators.CorrelatedSingletonStrategy, Elsa.Workflows.Runtime"),
        ("Correlation", "Elsa.Workflows.Runtime.ActivationValidators.CorrelationStrategy, Elsa.Workflows.Runtime"),
        ("Singleton", "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime"),
    ];

    private static readonly (string Type, bool IsBrowsable, string? Language)[] Expressions =
    [
        ("Literal", false, null), ("Object", false, "json"), ("Json", false, "json"), ("Variable", true, null), ("Input", true, null), ("JavaScript", true, "javascript"), ("Liquid", true, "liquid"),
    ];

    private static readonly (string Category, string[] Types)[] Variables =
    [
        ("Primitives", ["Object", "String", "Boolean", "Int16", "Int32", "Int64", "Single", "Double", "Decimal", "Guid", "DateTime", "DateTimeOffset", "TimeSpan"]),
        ("Lookups", ["StringDictionary", "ObjectDictionary"]),
        ("Dynamic", ["JsonElement", "JsonNode", "JsonObject", "JsonArray"]),
        ("Data", ["ByteArray", "Stream"]),
    ];

    public static ElsaAnswer<ItemList<Strategy>> ListActivationStrategies(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer([.. Activation.Select(a => new Strategy(texts[$"activation.{a.Key}"], texts[$"activation.{a.Key}.about"], a.TypeName))]);
    }

    public static ElsaAnswer<ItemList<Strategy>> ListIncidentStrategies(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer<Strategy>([
            new(texts["incident.Continue"], texts["incident.Continue.about"], "ContinueWithIncidentsStrategy"),
            new(texts["incident.Fault"], texts["incident.Fault.about"], "FaultStrategy"),
        ]);
    }

    // Every run keeps what happened: the audit trail vouches for it, so nothing can be left out.
    public static ElsaAnswer<ItemList<Strategy>> ListLogPersistenceStrategies(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer<Strategy>([new(texts["log.Include"], texts["log.Include.about"], "Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core")]);
    }

    public static ElsaAnswer<ItemList<CommitStrategy>> ListWorkflowCommitStrategies(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer<CommitStrategy>([new("WorkflowExecuted", texts["commit.Run"], texts["commit.Run.about"])]);
    }

    // One run is one transaction, so no activity commits by itself.
    public static ElsaAnswer<ItemList<CommitStrategy>> ListActivityCommitStrategies() => Answer<CommitStrategy>([]);

    public static ElsaAnswer<object> ListStorageDrivers(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        StorageDriver[] items =
        [
            new("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", texts["storage.Instance"], 5, Deprecated: false),
            new("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", texts["storage.Memory"], 0, Deprecated: false),
            new("HrBpm.SealedStorageDriver, HrBpm.Workflows", texts["storage.Sealed"], 1, Deprecated: false),
        ];
        return new ElsaAnswer<object>(new { items });
    }

    public static ElsaAnswer<ItemList<ExpressionType>> ListExpressionDescriptors(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer([.. Expressions.Select(e => new ExpressionType(e.Type, texts[$"expression.{e.Type}"], IsSerializable: true, e.IsBrowsable,
            e.Language is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["MonacoLanguage"] = e.Language }))]);
    }

    public static ElsaAnswer<ItemList<VariableType>> ListVariableTypes(HttpRequest request, NodeCatalog catalog)
    {
        var texts = TextsFor(request, catalog);
        return Answer([.. Variables.SelectMany(group => group.Types.Select(type => new VariableType(type, type, texts[$"types.{group.Category}"])))]);
    }

    // Outputs are captured by the conversion of their variable's type; there is nothing to choose.
    public static ElsaAnswer<ItemList<OutputConverter>> ListOutputConverters(string? sourceType, string? destinationType) => Answer<OutputConverter>([]);

    private static ElsaAnswer<ItemList<T>> Answer<T>(IReadOnlyList<T> items) => new(new ItemList<T>(items));

    private static ActivityTexts TextsFor(HttpRequest request, NodeCatalog catalog) => ActivityTexts.For(AnswerLanguage.Of(request), catalog);
}
