using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Forms;

/// <summary>A condition on the fields of a form, as the condition builder writes it: <c>{"all": true, "parts": [{"field": "kind", "operator": "=", "value": "病假"}]}</c>.</summary>
public abstract record FieldCondition
{
    /// <summary>Most groups within each other.</summary>
    public const int DeepestGroup = 8;

    private FieldCondition() { }

    /// <summary>A field is compared with a value.</summary>
    /// <param name="Field">Key of the field.</param>
    /// <param name="Operator">One of <c>= != &gt; &gt;= &lt; &lt;= in contains empty filled</c>.</param>
    /// <param name="Value">What it is compared with; for <c>in</c>, values between commas.</param>
    public sealed record Rule(string Field, string Operator, string Value) : FieldCondition
    {
        /// <inheritdoc />
        public override bool Holds(Func<string, object?> valueOf)
        {
            var value = valueOf(Field);
            return Operator switch
            {
                "empty" => FieldValue.IsEmpty(value),
                "filled" => !FieldValue.IsEmpty(value),
                "in" => Each(value).Any(Values.Contains),
                "contains" => value is string text ? text.Contains(Value, StringComparison.Ordinal) : Each(value).Contains(Value),
                "=" => IsSame(value),
                "!=" => !IsSame(value),
                _ => Order(value) is { } order && Operator switch { ">" => order > 0, ">=" => order >= 0, "<" => order < 0, "<=" => order <= 0, _ => false },
            };
        }

        private string[] Values => Value.Split([',', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

        // Nothing ticked is as good as "no".
        private bool IsSame(object? value) => value is null && Value == "false"
            || (value is not (string or bool or null) && FieldValue.Number(value) is { } number ? FieldValue.Number(Value) == number : Each(value).Contains(Value));

        private int? Order(object? value) => value is string text && FieldValue.Day(text) is not null
            ? string.CompareOrdinal(text, Value)
            : FieldValue.Number(value) is { } number && FieldValue.Number(Value) is { } other ? number.CompareTo(other) : null;

        private static IEnumerable<string> Each(object? value) => value is IReadOnlyList<object?> list ? list.Select(FieldValue.Text) : value is null ? [] : [FieldValue.Text(value)];
    }

    /// <summary>Several of which all, or any, have to hold. Without parts it holds.</summary>
    /// <param name="IsAll">All; else any.</param>
    /// <param name="Parts">The parts.</param>
    public sealed record Group(bool IsAll, IReadOnlyList<FieldCondition> Parts) : FieldCondition
    {
        /// <inheritdoc />
        public override bool Holds(Func<string, object?> valueOf) =>
            Parts.Count == 0 || (IsAll ? Parts.All(part => part.Holds(valueOf)) : Parts.Any(part => part.Holds(valueOf)));
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="valueOf">Value of a field by its key; null for a field that is hidden, empty or unknown.</param>
    public abstract bool Holds(Func<string, object?> valueOf);

    /// <summary>Reads a condition; null where there is none.</summary>
    /// <param name="json">A group or a rule; null and an empty group are none.</param>
    /// <exception cref="JsonException">It is something else, or nested more than <see cref="DeepestGroup"/> deep.</exception>
    public static FieldCondition? Read(JsonNode? json) => json is null || json is JsonObject { Count: 0 } ? null : Read(json, 0) is Group { Parts.Count: 0 } ? null : Read(json, 0);

    private static FieldCondition Read(JsonNode? json, int depth) => json switch
    {
        _ when depth > DeepestGroup => throw new JsonException($"Expected groups of conditions at most {DeepestGroup} deep, but they are deeper."),
        JsonObject group when group["parts"] is JsonArray parts => new Group(group["all"] is not JsonValue all || !all.TryGetValue<bool>(out var isAll) || isAll, [.. parts.Select(part => Read(part, depth + 1))]),
        JsonObject rule when rule["field"] is JsonValue field => new Rule(field.ToString(), rule["operator"]?.ToString() ?? "=", rule["value"]?.ToString() ?? ""),
        _ => throw new JsonException("Expected a condition {field, operator, value} or {all, parts}, but got something else."),
    };
}
