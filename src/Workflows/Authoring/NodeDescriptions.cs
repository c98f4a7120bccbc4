using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Authoring;

/// <summary>Descriptions of every activity type that the engine can run: core nodes from their table, activities written in C# from their attributes.</summary>
public sealed class NodeDescriptions(NodeCatalog catalog)
{
    // "收件人, 多个用逗号分隔" begins with the label and goes on with what to enter.
    private static readonly char[] LabelEnds = [',', '，', ';', '；', ':', '：'];

    private readonly Lazy<IReadOnlyDictionary<string, NodeDescription>> _all = new(() => Describe(catalog));

    /// <summary>By type id.</summary>
    public IReadOnlyDictionary<string, NodeDescription> ByType => _all.Value;

    /// <summary>The description of an activity class.</summary>
    public static NodeDescription Of(ActivityDescriptor activity) => new(activity.Type, activity.Attribute.Category)
    {
        Version = activity.Attribute.Version,
        Kind = activity.Outside is null ? NodeKind.Action : NodeKind.Job,
        Inputs = [.. activity.Inputs.Select(Of)],
        Outputs = [.. activity.Outputs.Select(Of)],
        Ports = activity.Outcomes is ["Done"] ? [] : [.. activity.Outcomes.Select(outcome => new PortDescription(outcome))],
        IsBrowsable = activity.Attribute.IsBrowsable,
        Icon = activity.Attribute.Icon,
        DisplayName = activity.Attribute.DisplayName,
        Description = activity.Attribute.Description,
    };

    // Some of Elsa's types are written as activities, because they run outside; the table says what Elsa's clients expect of them.
    private static Dictionary<string, NodeDescription> Describe(NodeCatalog catalog) =>
        CoreDescriptions.All.Values.Where(d => d.Type == WorkflowNode.TypeName || catalog.Knows(d.Type))
            .Concat(catalog.Activities.Where(a => !CoreDescriptions.All.ContainsKey(a.Type)).Select(Of))
            .ToDictionary(d => d.Type);

    private static InputDescription Of(InputProperty input)
    {
        var typeName = TypeAlias.Of(input.Property.PropertyType);
        var attribute = input.Attribute;
        var options = attribute.Options.Length > 0 ? attribute.Options : TypeAlias.OptionsOf(input.Property.PropertyType);
        return new InputDescription(input.Property.Name, typeName, HintOf(attribute, typeName, options))
        {
            IsRequired = input.IsRequired,
            Options = options,
            Language = attribute.UIHint == "json-editor" ? "json" : null,
            DefaultSyntax = typeName is "Object" or "ObjectDictionary" ? "Object" : null,
            DisplayName = attribute.DisplayName ?? attribute.Description.Split(LabelEnds)[0],
            Description = attribute.Description,
        };
    }

    private static OutputDescription Of(OutputProperty output) =>
        new(output.Property.Name, TypeAlias.Of(output.Property.PropertyType))
        {
            Description = ((OutputAttribute)Attribute.GetCustomAttribute(output.Property, typeof(OutputAttribute))!).Description,
        };

    // The attribute's own default says nothing, so what the type says counts then.
    private static string HintOf(InputAttribute input, string typeName, IReadOnlyList<string> options) => input switch
    {
        { UIHint: not "singleline" } => input.UIHint,
        _ when options.Count > 0 => "dropdown",
        _ when typeName == "Boolean" => "checkbox",
        _ when typeName.StartsWith("List<", StringComparison.Ordinal) => "multitext",
        _ when typeName is "Object" or "ObjectDictionary" => "json-editor",
        _ => input.UIHint,
    };
}

/// <summary>Elsa's aliases for .NET types, as definitions name them.</summary>
internal static class TypeAlias
{
    private static readonly Dictionary<Type, string> Known = new()
    {
        [typeof(string)] = "String", [typeof(bool)] = "Boolean", [typeof(short)] = "Int16", [typeof(int)] = "Int32", [typeof(long)] = "Int64",
        [typeof(float)] = "Single", [typeof(double)] = "Double", [typeof(decimal)] = "Decimal", [typeof(Guid)] = "Guid",
        [typeof(DateTime)] = "DateTime", [typeof(DateTimeOffset)] = "DateTimeOffset", [typeof(TimeSpan)] = "TimeSpan", [typeof(byte[])] = "ByteArray",
    };

    /// <summary>The alias. A date without time travels as text; what Elsa has no alias for is an object.</summary>
    public static string Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Known.TryGetValue(type, out var alias)) return alias;
        if (type == typeof(DateOnly) || type == typeof(TimeOnly) || type.IsEnum) return "String";
        if (ElementOf(type) is { } element && Known.TryGetValue(element, out var item)) return $"List<{item}>";
        return typeof(System.Collections.IDictionary).IsAssignableFrom(type) || ElementOf(type) is { IsGenericType: true } pair && pair.GetGenericTypeDefinition() == typeof(KeyValuePair<,>)
            ? "ObjectDictionary"
            : "Object";
    }

    /// <summary>The names of an enumeration; nothing for other types.</summary>
    public static IReadOnlyList<string> OptionsOf(Type type) => (Nullable.GetUnderlyingType(type) ?? type) is { IsEnum: true } choice ? Enum.GetNames(choice) : [];

    private static Type? ElementOf(Type type) => type.IsArray
        ? type.GetElementType()
        : type.GetInterfaces().Append(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>) && type != typeof(string))?.GetGenericArguments()[0];
}
