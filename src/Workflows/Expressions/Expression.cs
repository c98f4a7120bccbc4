namespace HrBpm.Workflows.Expressions;

/// <summary>A value of a definition that is worked out when the activity is visited.</summary>
/// <param name="Type">Elsa's expression type: <c>Literal</c>, <c>Object</c> (or <c>Json</c>), <c>Variable</c>, <c>Input</c>, <c>JavaScript</c>, <c>Liquid</c>.</param>
/// <param name="Value">The text, JSON node or JSON-shaped value that belongs to the type.</param>
public sealed record Expression(string Type, object? Value)
{
    /// <summary>The name that a Variable or Input expression refers to, read once. Not part of the expression's identity.</summary>
    internal NamedReference? Reference { get; set; }

    /// <summary>Equal when type and value are equal.</summary>
    public bool Equals(Expression? other) => other is not null && Type == other.Type && Equals(Value, other.Value);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Type, Value);
}
