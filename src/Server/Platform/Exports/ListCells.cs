using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Org;

namespace HrBpm.Server.Platform.Exports;

/// <summary>Writes values as people read them in a table: in their language, moments in their time.</summary>
/// <param name="locale">Language of the viewer.</param>
/// <param name="timeZoneId">IANA time zone of the viewer.</param>
internal sealed class ListCells(string locale, string timeZoneId)
{
    private static readonly Lazy<IReadOnlyDictionary<string, string>> ChineseValues = new(() =>
    {
        using var file = typeof(ListCells).Assembly.GetManifestResourceStream("column-values.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, string>>(file)!;
    });

    private readonly bool isChinese = LocalMoment.IsChinese(locale);

    /// <summary>The heading of a column; that of moments says in which time zone they are.</summary>
    public string HeadingOf(ListColumn column) => (isChinese ? column.Chinese : column.English) + (column.IsMoment ? $" ({timeZoneId})" : "");

    /// <summary>The text of a value; null where there is none.</summary>
    public string? TextOf(object? value) => value switch
    {
        null => null,
        string text => text,
        bool yes => isChinese ? yes ? "是" : "否" : yes ? "yes" : "no",
        DateTime moment => LocalMoment.Text(moment, timeZoneId, locale),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum word => WordOf(word),
        JsonObject fields => string.Join("; ", fields.Select(field => $"{field.Key}: {field.Value}")),
        JsonNode json => json.ToJsonString(),
        JsonElement json => json.GetRawText(),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        IEnumerable many => string.Join("; ", many.Cast<object?>().Select(TextOf)),
        _ => Inside(value),
    };

    private string WordOf(Enum word) => isChinese && ChineseValues.Value.TryGetValue($"{word.GetType().Name}.{word}", out var chinese) ? chinese : word.ToString();

    // Something with fields of its own: what people can read of it, which an id is not.
    private string Inside(object value) => string.Join(" ", value.GetType().GetProperties(BindingFlags.Instance | BindingFlags.Public)
        .Where(p => p.PropertyType != typeof(Guid) && p.PropertyType != typeof(Guid?) && p.GetIndexParameters().Length == 0).Select(p => TextOf(p.GetValue(value))).Where(text => !string.IsNullOrEmpty(text)));
}
