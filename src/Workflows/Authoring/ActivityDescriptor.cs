using System.Reflection;
using System.Text.Json;

namespace HrBpm.Workflows.Authoring;

/// <summary>What the attributes of an activity class say, read once.</summary>
public sealed class ActivityDescriptor
{
    private readonly OutcomeNeedsAttribute[] _needs;

    private ActivityDescriptor(Type clrType, ActivityAttribute attribute)
    {
        ClrType = clrType;
        Attribute = attribute;
        var outcomes = clrType.GetCustomAttribute<OutcomesAttribute>();
        Outcomes = outcomes?.Names ?? ["Done"];
        OutcomesFrom = outcomes?.AndThoseOf is { } list ? CamelCase(list) : null;
        _needs = [.. clrType.GetCustomAttributes<OutcomeNeedsAttribute>()];
        Outside = clrType.GetCustomAttribute<RunsOutsideAttribute>();
        ReturnTarget = clrType.GetCustomAttribute<ReturnTargetAttribute>();
        var properties = clrType.GetProperties(BindingFlags.Instance | BindingFlags.Public);
        Inputs = [.. properties.Select(InputProperty.Of).OfType<InputProperty>()];
        Outputs = [.. properties.Where(p => p.GetCustomAttribute<OutputAttribute>() is not null).Select(p => new OutputProperty(CamelCase(p.Name), p))];
        SecretOutputs = [.. Outputs.Where(o => o.Property.GetCustomAttribute<OutputAttribute>()!.IsSecret).Select(o => o.Name)];
    }

    /// <summary>The class.</summary>
    public Type ClrType { get; }

    /// <summary>Type id, names and version.</summary>
    public ActivityAttribute Attribute { get; }

    /// <summary>Type id in definitions.</summary>
    public string Type => Attribute.Type;

    /// <summary>The outcomes by which the activity can be left.</summary>
    public IReadOnlyList<string> Outcomes { get; }

    /// <summary>Input whose list adds outcomes; null when there is none.</summary>
    public string? OutcomesFrom { get; }

    /// <summary>Set when the activity runs as a job.</summary>
    public RunsOutsideAttribute? Outside { get; }

    /// <summary>Set when a return may go back to the activity.</summary>
    public ReturnTargetAttribute? ReturnTarget { get; }

    /// <summary>Inputs.</summary>
    public IReadOnlyList<InputProperty> Inputs { get; }

    /// <summary>Outputs.</summary>
    public IReadOnlyList<OutputProperty> Outputs { get; }

    /// <summary>Names of the outputs that are secrets.</summary>
    public IReadOnlyList<string> SecretOutputs { get; }

    /// <summary>Reads the attributes of a class; null when it is not an activity.</summary>
    public static ActivityDescriptor? Of(Type clrType) =>
        clrType is { IsAbstract: false, IsClass: true } && typeof(Activity).IsAssignableFrom(clrType) && clrType.GetCustomAttribute<ActivityAttribute>() is { } attribute
            ? new ActivityDescriptor(clrType, attribute)
            : null;

    /// <summary>The outcomes that are possible where these inputs are given.</summary>
    public IReadOnlyList<string> OutcomesWith(IEnumerable<string> inputs) => [.. Outcomes.Except(_needs.Where(n => !inputs.Contains(n.Input)).Select(n => n.Outcome))];

    internal static string CamelCase(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);
}

/// <summary>An input of an activity.</summary>
/// <param name="Name">Name in definitions.</param>
/// <param name="Attribute">Label, hint and options.</param>
/// <param name="Property">The property that is filled.</param>
/// <param name="IsRequired">True when the definition must give it.</param>
public sealed record InputProperty(string Name, InputAttribute Attribute, PropertyInfo Property, bool IsRequired)
{
    internal static InputProperty? Of(PropertyInfo property) => property.GetCustomAttribute<InputAttribute>() is not { } attribute
        ? null
        : new InputProperty(ActivityDescriptor.CamelCase(property.Name), attribute, property,
            property.GetCustomAttribute<System.ComponentModel.DataAnnotations.RequiredAttribute>() is not null);
}

/// <summary>An output of an activity.</summary>
/// <param name="Name">Name in definitions.</param>
/// <param name="Property">The property that is read.</param>
public sealed record OutputProperty(string Name, PropertyInfo Property);
