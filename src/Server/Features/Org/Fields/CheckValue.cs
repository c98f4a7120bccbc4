using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Holds one value against its field: kind, rules, columns. What it refers to (people, files) is collected for a look into the database.</summary>
/// <param name="isSecret">What came is not repeated in sentences.</param>
internal sealed class CheckValue(bool isSecret = false)
{
    // Longer than any honest match takes; what backtracks for ever ends here.
    private static readonly TimeSpan LongestMatch = TimeSpan.FromMilliseconds(100);

    private const decimal Largest = 1_000_000_000_000_000m;
    private readonly List<string> problems = [];

    /// <summary>What is wrong, each as a sentence that names the field.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>People that the value names.</summary>
    public List<(string Name, Guid Id)> People { get; } = [];

    /// <summary>Files that the value names.</summary>
    public List<(string Name, Guid Id)> Files { get; } = [];

    /// <summary>The value in its one form; null when something is wrong with it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="value">What came, and is not null.</param>
    /// <param name="stored">What was there before: an option that was retired since may stay.</param>
    public JsonNode? Check(CustomField field, JsonNode value, JsonNode? stored = null) =>
        field.Kind == CustomFieldKind.Table ? Rows(field, value) : One(field.Kind, field.Shape.Rules, value, stored, $"{field.Name}' ({field.LabelZh} {field.LabelEn})");

    /// <summary>False for JSON in which half of a surrogate pair stands: that is no text, and can be neither shown nor kept.</summary>
    public static bool IsText(JsonNode json)
    {
        try
        {
            _ = json.ToJsonString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Why this is no regular expression; null when it is one.</summary>
    public static string? WhyNotPattern(string pattern)
    {
        try
        {
            _ = new Regex($"\\A(?:{pattern})\\z", RegexOptions.CultureInvariant, LongestMatch);
            return null;
        }
        catch (ArgumentException broken)
        {
            return broken.Message;
        }
    }

    private JsonArray? Rows(CustomField field, JsonNode value)
    {
        var before = problems.Count;
        var name = $"{field.Name}' ({field.LabelZh} {field.LabelEn})";
        if (value is not JsonArray rows) return No<JsonArray>(name, "a list of rows", value);
        if (rows.Count > field.Shape.MostRows) return No<JsonArray>(name, $"at most {field.Shape.MostRows} rows", $"it has {rows.Count}");
        var clean = new JsonArray();
        foreach (var (number, row) in rows.Index())
        {
            if (row is JsonObject members) clean.Add((JsonNode)Row(field, members, $"{field.Name}[{number}]"));
            else No<JsonObject>($"{field.Name}[{number}]'", "a row", row);
        }

        return problems.Count == before ? clean : null;
    }

    private JsonObject Row(CustomField field, JsonObject members, string name)
    {
        var clean = new JsonObject();
        foreach (var column in field.Shape.Columns)
        {
            var place = $"{name}.{column.Key}' ({column.LabelZh} {column.LabelEn})";
            if (members[column.Key] is not { } cell)
            {
                if (column.IsRequired) problems.Add($"Expected '{place} to be filled in, but it is empty.");
            }
            else if (One(column.Kind, column.Rules ?? ValueRules.None, cell, null, place) is { } fit)
            {
                clean[column.Key] = fit;
            }
        }

        foreach (var (key, _) in members)
            if (field.Shape.Columns.All(c => c.Key != key)) problems.Add($"Expected only the columns {string.Join(", ", field.Shape.Columns.Select(c => c.Key))} in '{name}', but got '{Short(key)}'.");
        return clean;
    }

    private JsonNode? One(CustomFieldKind kind, ValueRules rules, JsonNode value, JsonNode? stored, string name) => kind switch
    {
        CustomFieldKind.Text => TextOf(rules, value, name),
        CustomFieldKind.Number => NumberOf(rules, value, name),
        CustomFieldKind.Money => MoneyOf(rules, value, name),
        CustomFieldKind.Date => DateOf(rules, value, name),
        CustomFieldKind.Choice => ChoiceOf(rules, value, stored, name),
        CustomFieldKind.Person => Reference(People, value, "the id of a person", name),
        CustomFieldKind.Attachment => Reference(Files, value, "the id of a file that was uploaded for the field", name),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind of single values."),
    };

    private JsonNode? TextOf(ValueRules rules, JsonNode value, string name)
    {
        if (StringOf(value) is not { } text) return No(name, "a text", value);
        var (least, most) = (rules.MinLength ?? 0, rules.MaxLength ?? ValueRules.UsualText);
        if (text.Length < Math.Max(1, least) || text.Length > most) return No(name, $"a text of {Math.Max(1, least)} to {most} characters", $"it has {text.Length}");
        if (text.Any(c => char.IsControl(c) && c is not ('\n' or '\t'))) return No(name, "a text without control characters", "it has some");
        return rules.Pattern is not { } pattern || Matches(pattern, text) ? JsonValue.Create(text) : No(name, $"a text of the form {pattern}", value);
    }

    private JsonNode? NumberOf(ValueRules rules, JsonNode value, string name)
    {
        if (DecimalOf(value) is not { } number || Math.Abs(number) > Largest) return No(name, "a number", value);
        if (Math.Round(number, rules.Decimals ?? ValueRules.UsualDecimals) != number) return No(name, $"a number of at most {rules.Decimals ?? ValueRules.UsualDecimals} decimals", value);
        if (number < rules.Min || number > rules.Max) return No(name, $"a number {Span(rules)}", value);
        // The same number has one form, whether it came as 1.50 or as 1.5.
        return JsonValue.Create(number / 1.000000000000000000000000000000m);
    }

    private JsonNode? MoneyOf(ValueRules rules, JsonNode value, string name)
    {
        if (value is not JsonObject { Count: 2 } money || money["amountMinor"] is not { } amount || DecimalOf(amount) is not { } minor || minor != decimal.Truncate(minor) || Math.Abs(minor) > Largest
            || money["currency"] is not { } code || StringOf(code) is not { } currency)
            return No(name, "an amount {amountMinor, currency} in minor units", value);
        var allowed = rules.Currencies is { Count: > 0 } given ? given : ["CNY"];
        if (!allowed.Contains(currency)) return No(name, $"an amount in {string.Join(" or ", allowed)}", $"it is in {Short(currency)}");
        return minor < rules.Min || minor > rules.Max
            ? No(name, $"an amount {Span(rules)} in minor units", amount)
            : new JsonObject { ["amountMinor"] = (long)minor, ["currency"] = currency };
    }

    private JsonNode? DateOf(ValueRules rules, JsonNode value, string name)
    {
        if (StringOf(value) is not { } text || !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return No(name, "a day like 2026-03-31", value);
        if (rules.Earliest is { } earliest && day < earliest) return No(name, $"a day on or after {earliest:yyyy-MM-dd}", value);
        return rules.Latest is { } latest && day > latest ? No(name, $"a day on or before {latest:yyyy-MM-dd}", value) : JsonValue.Create(text);
    }

    private JsonNode? ChoiceOf(ValueRules rules, JsonNode value, JsonNode? stored, string name)
    {
        var options = rules.Options ?? [];
        var kept = (stored as JsonArray)?.Select(s => StringOf(s!)).ToList() ?? [stored is null ? null : StringOf(stored)];
        var legal = options.Where(o => !o.IsRetired || kept.Contains(o.Value)).Select(o => o.Value).ToList();
        var expected = $"one of {string.Join(", ", legal.Take(30))}{(legal.Count > 30 ? " …" : "")}";
        if (!rules.IsMultiple) return StringOf(value) is { } one && legal.Contains(one) ? JsonValue.Create(one) : No(name, expected, value);
        if (value is not JsonArray { Count: > 0 } several) return No(name, $"a list of some of {string.Join(", ", legal.Take(30))}", value);
        var chosen = several.Select(item => item is null ? null : StringOf(item)).ToList();
        if (chosen.Find(item => item is null || !legal.Contains(item)) is { } || chosen.Contains(null)) return No(name, $"each to be {expected}", value);
        return chosen.Distinct().Count() != chosen.Count ? No(name, "each option once", value) : new JsonArray([.. options.Where(o => chosen.Contains(o.Value)).Select(o => JsonValue.Create(o.Value))]);
    }

    private JsonNode? Reference(List<(string, Guid)> found, JsonNode value, string expected, string name)
    {
        if (StringOf(value) is not { } text || !Guid.TryParseExact(text, "D", out var id)) return No(name, expected, value);
        found.Add((name, id));
        return JsonValue.Create(id.ToString("D"));
    }

    private JsonNode? No(string name, string expected, JsonNode? came) => No<JsonNode>(name, expected, came);

    private JsonNode? No(string name, string expected, string came) => No<JsonNode>(name, expected, came);

    private T? No<T>(string name, string expected, JsonNode? came) where T : JsonNode => No<T>(name, expected, $"it is {Shown(came)}");

    private T? No<T>(string name, string expected, string came) where T : JsonNode
    {
        problems.Add($"Expected '{name} to be {expected}, but {(isSecret ? "it is something else" : came)}.");
        return null;
    }

    private static bool Matches(string pattern, string text)
    {
        try
        {
            return Regex.IsMatch(text, $"\\A(?:{pattern})\\z", RegexOptions.CultureInvariant, LongestMatch);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static string Span(ValueRules rules) => (rules.Min, rules.Max) switch
    {
        ({ } min, { } max) => string.Create(CultureInfo.InvariantCulture, $"from {min} to {max}"),
        ({ } min, null) => string.Create(CultureInfo.InvariantCulture, $"of {min} or more"),
        _ => string.Create(CultureInfo.InvariantCulture, $"of {rules.Max} or less"),
    };

    private static string Shown(JsonNode? value) => value switch
    {
        null => "nothing",
        JsonArray => "a list",
        JsonObject => "an object",
        _ when StringOf(value) is { } text => $"'{Short(text)}'",
        _ => Short(value.ToJsonString()),
    };

    private static string Short(string text) => text.Length <= 40 ? text : text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)] + "…";

    private static string? StringOf(JsonNode value) => value is JsonValue single && single.GetValueKind() == JsonValueKind.String ? single.GetValue<string>() : null;

    private static decimal? DecimalOf(JsonNode value) =>
        value is JsonValue single && single.GetValueKind() == JsonValueKind.Number && decimal.TryParse(single.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
