using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>An activity type as Elsa's clients know it.</summary>
internal sealed record ActivityDescriptorModel
{
    public required string TypeName { get; init; }

    /// <summary>Where Elsa names a .NET class; clients only pass it on.</summary>
    public required string ClrType { get; init; }

    public required string Namespace { get; init; }
    public required string Name { get; init; }
    public required int Version { get; init; }
    public required string Category { get; init; }
    public required string DisplayName { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<InputModel> Inputs { get; init; }
    public required IReadOnlyList<OutputModel> Outputs { get; init; }
    public required string Kind { get; init; }
    public required bool RunAsynchronously { get; init; }
    public required IReadOnlyList<PortModel> Ports { get; init; }
    public required JsonObject CustomProperties { get; init; }

    /// <summary>Members that a new activity of the type begins with.</summary>
    public required JsonObject ConstructionProperties { get; init; }

    public required bool IsContainer { get; init; }
    public required bool IsBrowsable { get; init; }
    public required bool IsStart { get; init; }
    public required bool IsTerminal { get; init; }

    internal sealed record InputModel
    {
        public required bool IsWrapped { get; init; }
        public required string UiHint { get; init; }
        public string? Category { get; init; }
        public JsonNode? DefaultValue { get; init; }
        public string? DefaultSyntax { get; init; }
        public bool IsReadOnly { get; init; }
        public required bool IsSensitive { get; init; }
        public required bool AutoEvaluate { get; init; }
        public required JsonObject UiSpecifications { get; init; }
        public required string Name { get; init; }
        public required string TypeName { get; init; }
        public required string DisplayName { get; init; }
        public string? Description { get; init; }
        public required float Order { get; init; }
        public bool IsBrowsable { get; init; } = true;
        public bool IsSerializable { get; init; } = true;
        public bool IsSynthetic { get; init; }
    }

    internal sealed record OutputModel
    {
        public required string Name { get; init; }
        public required string TypeName { get; init; }
        public required string DisplayName { get; init; }
        public string? Description { get; init; }
        public float Order { get; init; }
        public bool IsBrowsable { get; init; } = true;
        public bool IsSerializable { get; init; } = true;
        public bool IsSynthetic { get; init; }
    }

    /// <param name="Name">The outcome, or the member that holds the embedded activity.</param>
    /// <param name="DisplayName">What people read.</param>
    /// <param name="Type"><c>Flow</c> for an outcome, <c>Embedded</c> for a place that holds another activity.</param>
    /// <param name="IsBrowsable">Whether designers show it.</param>
    internal sealed record PortModel(string Name, string DisplayName, string Type, bool IsBrowsable);
}
