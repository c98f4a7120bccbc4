using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>One option of a choice.</summary>
/// <param name="Value">What is stored and what files say; stays the same for good.</param>
/// <param name="LabelZh">What people read in Chinese.</param>
/// <param name="LabelEn">What people read in English.</param>
/// <param name="IsRetired">Nobody chooses it any more; where it was chosen, it stays.</param>
internal sealed record FieldOption(string Value, string LabelZh, string LabelEn, bool IsRetired = false);

/// <summary>What a value has to be. Only what is about the field's kind may be given.</summary>
/// <param name="MinLength">Fewest characters of a text.</param>
/// <param name="MaxLength">Most characters of a text. Default 1,000, at most 4,000.</param>
/// <param name="Pattern">Regular expression that the whole text has to match.</param>
/// <param name="Min">Smallest number, or smallest amount in minor units.</param>
/// <param name="Max">Largest number, or largest amount in minor units.</param>
/// <param name="Decimals">Most decimals of a number, 0 to 8. Default 4.</param>
/// <param name="Earliest">First day that is allowed.</param>
/// <param name="Latest">Last day that is allowed.</param>
/// <param name="Currencies">Currencies of an amount, by ISO 4217; the first is what a file means that names none. Default CNY.</param>
/// <param name="IsMultiple">Several options may be chosen.</param>
/// <param name="Options">What may be chosen.</param>
/// <param name="ContentTypes">Types of files that may be attached, such as <c>application/pdf</c>; all when absent.</param>
/// <param name="LargestBytes">Largest file, in bytes. Default and at most 10 MB.</param>
internal sealed record ValueRules(
    int? MinLength = null, int? MaxLength = null, string? Pattern = null, decimal? Min = null, decimal? Max = null, int? Decimals = null, DateOnly? Earliest = null, DateOnly? Latest = null,
    IReadOnlyList<string>? Currencies = null, bool IsMultiple = false, IReadOnlyList<FieldOption>? Options = null, IReadOnlyList<string>? ContentTypes = null, long? LargestBytes = null)
{
    public const int LongestText = 4_000, UsualText = 1_000, MostDecimals = 8, UsualDecimals = 4;

    public const long LargestFile = 10 << 20;

    public static readonly ValueRules None = new();
}

/// <summary>A column of a table.</summary>
/// <param name="Key">Member of each row.</param>
/// <param name="Kind">Any kind but a table.</param>
/// <param name="LabelZh">What people read in Chinese.</param>
/// <param name="LabelEn">What people read in English.</param>
/// <param name="IsRequired">Each row has it.</param>
/// <param name="Rules">What a value has to be.</param>
internal sealed record FieldColumn(string Key, CustomFieldKind Kind, string LabelZh, string LabelEn, bool IsRequired = false, ValueRules? Rules = null);

/// <summary>All that values of a field have to be, as the field stores it.</summary>
/// <param name="Rules">What a value has to be.</param>
/// <param name="Columns">Columns of a table.</param>
/// <param name="MostRows">Most rows of a table.</param>
/// <param name="Default">What a new entity gets that says nothing about the field.</param>
internal sealed record FieldShape(ValueRules Rules, IReadOnlyList<FieldColumn> Columns, int MostRows, JsonNode? Default)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static FieldShape Read(string json) => JsonSerializer.Deserialize<FieldShape>(json, Json)!;

    /// <summary>A value as it is stored: two values are equal when their texts are.</summary>
    public static string TextOf(JsonNode value) => value.ToJsonString(Json);
}
