using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>A condition that was put together rather than written: rules, and groups of them.</summary>
public abstract record ConditionTree
{
    private ConditionTree() { }

    /// <summary>A field is compared with a value.</summary>
    /// <param name="Field">Key of the field.</param>
    /// <param name="Operator">One of <see cref="ConditionOperators"/>.</param>
    /// <param name="Value">What it is compared with; for a list, its members between commas.</param>
    public sealed record Rule(string Field, string Operator, string Value) : ConditionTree
    {
        /// <inheritdoc />
        public override JsonObject Write() => new() { ["field"] = Field, ["operator"] = Operator, ["value"] = Value };

        internal override string Script(IReadOnlyDictionary<string, FlowField> fields)
        {
            var field = fields.GetValueOrDefault(Field) ?? new(Field, Field, "text", [], $"getInput('{Field}')", null);
            var text = JsonSerializer.Serialize(Value, InputValue.Json);
            return Operator switch
            {
                "empty" => $"!{field.Reference}",
                "filled" => $"!!{field.Reference}",
                "in" => $"{JsonSerializer.Serialize(Values, InputValue.Json)}.includes({field.Reference})",
                "contains" => $"String({field.Reference} ?? '').includes({text})",
                _ when field.Type == "number" => $"Number({field.Reference}) {Sign} {Number}",
                _ when field.Type == "money" => $"Number({field.Reference}?.amountMinor ?? 0) / 100 {Sign} {Number}",
                _ when field.Type == "boolean" => $"{field.Reference} {Sign} {(Value == "true" ? "true" : "false")}",
                _ => $"String({field.Reference} ?? '') {Sign} {text}",
            };
        }

        private string Sign => Operator switch { "=" => "===", "!=" => "!==", var other => other };

        private string Number => decimal.TryParse(Value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : "NaN";

        internal string[] Values => Value.Split([',', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Several of which all, or any, have to hold.</summary>
    /// <param name="IsAll">All; else any.</param>
    /// <param name="Parts">The parts.</param>
    public sealed record Group(bool IsAll, ImmutableList<ConditionTree> Parts) : ConditionTree
    {
        /// <inheritdoc />
        public override JsonObject Write() => new() { ["all"] = IsAll, ["parts"] = new JsonArray([.. Parts.Select(part => part.Write())]) };

        internal override string Script(IReadOnlyDictionary<string, FlowField> fields) =>
            string.Join(IsAll ? " && " : " || ", Parts.Select(part => part is Group { Parts.Count: > 1 } group ? $"({group.Script(fields)})" : part.Script(fields)).Where(text => text.Length > 0));
    }

    /// <summary>Nothing yet.</summary>
    public static Group Nothing { get; } = new(true, []);

    /// <summary>As JSON, which is kept beside the expression so that it can be opened again.</summary>
    public abstract JsonObject Write();

    /// <summary>The JavaScript that asks the same.</summary>
    public string Script(IEnumerable<FlowField> fields) => Script(fields.ToDictionary(field => field.Key));

    internal abstract string Script(IReadOnlyDictionary<string, FlowField> fields);

    /// <summary>Reads what <see cref="Write"/> wrote; null when it is nothing of that kind.</summary>
    public static ConditionTree? Read(JsonNode? json) => json switch
    {
        JsonObject group when group["parts"] is JsonArray parts => new Group((bool?)group["all"] != false, [.. parts.Select(Read).OfType<ConditionTree>()]),
        JsonObject rule when rule["field"] is not null => new Rule(rule["field"]!.ToString(), rule["operator"]?.ToString() ?? "=", rule["value"]?.ToString() ?? ""),
        _ => null,
    };

    /// <summary>The condition of a branch of an activity as it was put together; null when it was written, or written over, by hand.</summary>
    public static Group? Of(JsonObject activity, string port)
    {
        var (_, text) = ConditionInput.Of(activity, port);
        if (text.Length == 0) return Nothing;
        var kept = (activity["customProperties"] as JsonObject)?["conditions"]?[port];
        return (string?)kept?["script"] == text ? Read(kept!["tree"]) as Group : null;
    }

    /// <summary>Writes a condition into an activity, as an expression and as it was put together.</summary>
    public static FlowDraft Set(FlowDraft draft, string id, string port, Group condition)
    {
        var fields = FlowField.Of(draft);
        var script = condition.Script(fields);
        return ConditionInput.Set(draft, id, port, "JavaScript", script).Replace(id, activity =>
        {
            if (activity["customProperties"] is not JsonObject) activity["customProperties"] = new JsonObject();
            if (activity["customProperties"]!["conditions"] is not JsonObject) activity["customProperties"]!["conditions"] = new JsonObject();
            activity["customProperties"]!["conditions"]![port] = new JsonObject { ["script"] = script, ["tree"] = condition.Write(), ["labels"] = new JsonObject(fields.Select(field => KeyValuePair.Create<string, JsonNode?>(field.Key, field.Label))) };
        });
    }
}

/// <summary>Ways to compare.</summary>
public static class ConditionOperators
{
    /// <summary>What each is called; to be said in the reader's language.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>
    {
        ["="] = "等于", ["!="] = "不等于", [">"] = "大于", [">="] = "大于等于", ["<"] = "小于", ["<="] = "小于等于", ["in"] = "属于", ["contains"] = "包含", ["empty"] = "为空", ["filled"] = "不为空",
    };

    /// <summary>Those that make sense for a type of fields.</summary>
    public static IReadOnlyList<string> For(string type) => type switch
    {
        "number" or "money" or "date" => ["=", "!=", ">", ">=", "<", "<=", "empty", "filled"],
        "choice" => ["=", "!=", "in", "empty", "filled"],
        "boolean" => ["=", "!="],
        "attachment" => ["empty", "filled"],
        "person" or "lines" => ["=", "!=", "empty", "filled"],
        _ => ["=", "!=", "in", "contains", "empty", "filled"],
    };
}

/// <summary>Where the condition of a branch stands: in a case, or in the input of a decision.</summary>
internal static class ConditionInput
{
    public static (string Syntax, string Text) Of(JsonObject activity, string port) => (string?)activity["type"] == "Elsa.FlowSwitch"
        ? BranchNames.Case(activity, port)?["condition"] is JsonObject condition ? ((string?)condition["type"] ?? "JavaScript", condition["value"]?.ToString() ?? "") : ("JavaScript", "")
        : (InputValue.SyntaxOf(activity, "condition") ?? "JavaScript", InputValue.TextOf(activity, "condition"));

    public static FlowDraft Set(FlowDraft draft, string id, string port, string syntax, string text) => (string?)draft.Activity(id)["type"] == "Elsa.FlowSwitch"
        ? draft.Condition(id, port, syntax, text)
        : draft.Set(id, "condition", InputValue.Wrap("Boolean", syntax, text));
}
