using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>Text of several lines.</summary>
    LongText,

    /// <summary>Days from one to another, both included: <c>{"from": "2026-03-30", "to": "2026-04-02"}</c>.</summary>
    DateRange,

    /// <summary>Several of the options, as a list.</summary>
    Choices,

    /// <summary>Id of a department.</summary>
    Department,

    /// <summary>What <see cref="FormField.Formula"/> computes; the server does, whatever comes with the answers.</summary>
    Formula,

    /// <summary>A heading above the fields that follow; asks for nothing.</summary>
    Section,

    /// <summary>Files, each as <c>{"id", "name", "size", "sha256"}</c>; they are uploaded first, and the server fills in all but the id.</summary>
    Attachment,
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

    /// <summary>What stands in the empty field.</summary>
    public string? Hint { get; init; }

    /// <summary>When it is asked, as <see cref="HrBpm.Workflows.Forms.FieldCondition"/> reads it; always when absent. What is not asked may not be answered.</summary>
    public JsonObject? VisibleWhen { get; init; }

    /// <summary>When it must be filled in although it is not <see cref="Required"/>.</summary>
    public JsonObject? RequiredWhen { get; init; }

    /// <summary>Arithmetic on other fields, as <see cref="HrBpm.Workflows.Forms.FieldFormula"/> reads it.</summary>
    public string? Formula { get; init; }

    /// <summary>Digits after the point of what is computed, 0 to 6; 2 when absent.</summary>
    public int? Decimals { get; init; }

    /// <summary>Currency of what is computed; a number when absent.</summary>
    public string? Currency { get; init; }

    /// <summary>Of a column of numbers or amounts: the sum stands below.</summary>
    public bool Total { get; init; }

    /// <summary>Most files of an attachment, 1 to <see cref="HrBpm.Workflows.Forms.FileKind.Most"/>; <see cref="HrBpm.Workflows.Forms.FileKind.Usual"/> when absent.</summary>
    public int? MostFiles { get; init; }

    /// <summary>Kinds of files that an attachment takes, of <see cref="HrBpm.Workflows.Forms.FileKind.All"/>; any when empty.</summary>
    public IReadOnlyList<string> FileKinds { get; init; } = [];

    /// <summary>Legal values of a choice, or of choices.</summary>
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
