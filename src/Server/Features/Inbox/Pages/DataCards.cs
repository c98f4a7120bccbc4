using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Designer.Texts;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The data that a task shows beside its form, as people read it.</summary>
internal static class DataCards
{
    /// <summary>Dates that stand at the top of a case, and what they are called.</summary>
    public static readonly (string Key, string Label)[] Dates = [("noticeDate", "提出日期"), ("lastWorkingDay", "最后工作日"), ("legalEnd", "法定解除日"), ("payThrough", "工资结算至")];

    private static readonly string[] Place = ["department", "position", "leaverNumber"];

    private static readonly string[] Who = ["leaverName", "leaverNumber", "department", "position", "number", "kind"];

    /// <summary>Where the person whom it is about works, one fact after the other.</summary>
    public static string WhoLine(JsonNode? data, PageWords words) =>
        data is JsonObject facts ? string.Join(" · ", Place.Select(key => Text(facts[key], words)).Where(text => text.Length > 0)) : "";

    /// <summary>Everything else.</summary>
    public static Html Of(JsonNode? data, PageWords words, TaskWay way, bool isWhole = true) => data switch
    {
        JsonArray files when IsFiles(files) => Html.Join(files.Select(file => TaskCards.FormFile((JsonObject)file!, way))),
        JsonArray rows when rows.Count > 0 && rows.All(row => row is JsonObject) => Html.Join(rows.Select(row => Html.Of($"<div class=\"row1\">{Of(row, words, way, isWhole: false)}</div>"))),
        JsonArray list => Html.Of($"<p>{(list.Count == 0 ? words.Say("无", "None") : Text(list, words))}</p>"),
        JsonObject members => Members(members, words, way, isWhole),
        _ => Html.Of($"<p>{Text(data, words)}</p>"),
    };

    // Files of a form, by their address where they can be had.
    private static bool IsFiles(JsonNode? value) => value is JsonArray { Count: > 0 } list && list.All(one => one is JsonObject file && file.ContainsKey("sha256") && file.ContainsKey("size") && file["id"] is not null);

    private static bool IsRange(JsonObject members) => members.Count == 2 && members.ContainsKey("from") && members.ContainsKey("to");

    private static Html Members(JsonObject members, PageWords words, TaskWay way, bool isWhole)
    {
        var shown = members.Where(member => IsShown(member.Key, member.Value, words, isWhole)).ToList();
        var (single, many) = (shown.Where(member => !IsNested(member.Value)).ToList(), shown.Where(member => IsNested(member.Value)));
        return Html.Of($"""
            {(single.Count == 0 ? null : Html.Of($"<dl>{Html.Join(single.Select(member => Html.Of($"<div><dt>{Label(member.Key, words)}</dt><dd>{Text(member.Value, words)}</dd></div>")))}</dl>"))}
            {Html.Join(many.Select(member => Html.Of($"<h3>{Label(member.Key, words)}</h3>{Of(member.Value, words, way, isWhole: false)}")))}
            """);
    }

    private static string Label(string name, PageWords words) => DataLabels.Of(name) is { } label ? words.Known(label) : name;

    private static bool IsNested(JsonNode? value) => value is JsonArray { Count: > 0 } rows && rows[0] is JsonObject || value is JsonObject members && !members.ContainsKey("amountMinor") && !members.ContainsKey("name") && !IsRange(members);

    private static bool IsShown(string name, JsonNode? value, PageWords words, bool isWhole) =>
        value is not null and not (JsonObject { Count: 0 } or JsonArray { Count: 0 }) && !DataLabels.Unsaid.Contains(name) && !(isWhole && (Who.Contains(name) || Dates.Any(date => date.Key == name))) && Text(value, words) is { Length: > 0 } text && !Guid.TryParse(text, out _);

    /// <summary>One value. Ids of things say nothing to people.</summary>
    public static string Text(JsonNode? value, PageWords words) => value switch
    {
        null => "",
        JsonValue single when single.TryGetValue<bool>(out var yes) => yes ? "✓" : "—",
        JsonValue single => single.ToString() is var text && text.Contains('T', StringComparison.Ordinal) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var moment) ? words.Stamp(moment.UtcDateTime) : text,
        JsonObject money when money.ContainsKey("amountMinor") => Amount(money),
        JsonObject range when IsRange(range) => $"{range["from"]} – {range["to"]}",
        JsonObject thing when thing.ContainsKey("name") => thing["name"]?.ToString() ?? "",
        JsonArray list => words.List(list.Select(item => Text(item, words))),
        _ => value.ToJsonString(),
    };

    private static string Amount(JsonObject money)
    {
        var currency = money["currency"]?.ToString();
        return string.Create(CultureInfo.InvariantCulture, $"{(currency == "CNY" ? "¥" : currency + " ")}{money["amountMinor"]!.GetValue<decimal>() / 100m:N2}");
    }
}
