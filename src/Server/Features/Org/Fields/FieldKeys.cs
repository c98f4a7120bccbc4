using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Search;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>The search keys of a value: whatever somebody types is the beginning of one of them.</summary>
internal static class FieldKeys
{
    // A text of four thousand characters would have as many endings; nobody looks for its middle.
    private const int LongestSearched = 100;

    /// <summary>The keys, each once.</summary>
    public static IEnumerable<string> Of(CustomField field, JsonNode value) =>
        Texts(field, value).SelectMany(text => Keys(field.Kind, text)).Select(SearchWords.Cut).Where(k => k.Length > 0).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> Keys(CustomFieldKind kind, string text) =>
        kind is CustomFieldKind.Number or CustomFieldKind.Date ? [text] : [.. SearchWords.OfName(text), .. SearchWords.OfNumber(text)];

    private static IEnumerable<string> Texts(CustomField field, JsonNode value) => field.Kind switch
    {
        CustomFieldKind.Choice => (value as JsonArray ?? [value.DeepClone()]).SelectMany(chosen => Labels(field, chosen!.GetValue<string>())),
        CustomFieldKind.Text => [value.GetValue<string>() is { Length: > LongestSearched } text ? SearchWords.Cut(text) : value.GetValue<string>()],
        // As digits: that is how a day is searched for, see SearchWords.Typed.
        CustomFieldKind.Date => [value.GetValue<string>().Replace("-", "", StringComparison.Ordinal)],
        _ => [value.ToJsonString()],
    };

    private static IEnumerable<string> Labels(CustomField field, string chosen) =>
        field.Shape.Rules.Options?.FirstOrDefault(o => o.Value == chosen) is { } option ? [option.Value, option.LabelZh, option.LabelEn] : [chosen];
}
