using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Activities.Inbox;

/// <summary>What a field of a form holds.</summary>
public enum FormFieldType
{
    /// <summary>Text of at most <see cref="FormCheck.LongestText"/> characters.</summary>
    Text,

    /// <summary>A number.</summary>
    Number,

    /// <summary>An amount: <c>{"amountMinor": 123456, "currency": "CNY"}</c>, in minor units.</summary>
    Money,

    /// <summary>A date: <c>2026-03-31</c>.</summary>
    Date,

    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>Id of a person.</summary>
    Person,

    /// <summary>Rows, each an object with the columns as members.</summary>
    Lines,

    /// <summary>Yes or no.</summary>
    Boolean,
}

/// <summary>One field of the form that a task asks to be filled in.</summary>
public sealed record FormField
{
    /// <summary>Member of the answers.</summary>
    public string Key { get; init; } = "";

    /// <summary>What people read.</summary>
    public string Label { get; init; } = "";

    /// <summary>What it holds.</summary>
    public FormFieldType Type { get; init; }

    /// <summary>Must be filled in to complete the task.</summary>
    public bool Required { get; init; }

    /// <summary>Legal values of a choice.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Columns of lines; in a definition, a column may be just its key.</summary>
    [JsonConverter(typeof(FormColumnsConverter))]
    public IReadOnlyList<FormField> Columns { get; init; } = [];
}

/// <summary>Reads columns that are fields, or just keys of text.</summary>
internal sealed class FormColumnsConverter : JsonConverter<IReadOnlyList<FormField>>
{
    public override IReadOnlyList<FormField> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var columns = JsonDocument.ParseValue(ref reader);
        return columns.RootElement.ValueKind != JsonValueKind.Array
            ? throw new JsonException("Expected a list of columns.")
            : [.. columns.RootElement.EnumerateArray().Select(column => ReadColumn(column, options))];
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<FormField> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);

    private static FormField ReadColumn(JsonElement column, JsonSerializerOptions options) => column.ValueKind == JsonValueKind.String
        ? new FormField { Key = column.GetString()!, Label = column.GetString()! }
        : column.Deserialize<FormField>(options) ?? throw new JsonException("Expected a column, but got null.");
}
