using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Workflows.Definitions;

/// <summary>Severity of a problem code, with its message in both languages; <c>{name}</c> stands for a value.</summary>
internal sealed record ProblemText(ProblemSeverity Severity, string En, [property: JsonPropertyName("zh-CN")] string ZhCn);

/// <summary>The texts of all problem codes, from the embedded file <c>problems.json</c>.</summary>
/// <remarks>A plain resource instead of satellite assemblies, because a browser loads only those of its own language, and a problem carries both.</remarks>
internal static class ProblemTexts
{
    public static FrozenDictionary<string, ProblemText> All { get; } = Read();

    public static ProblemText Of(string code) => All.GetValueOrDefault(code) ?? throw new ArgumentException($"Expected a problem code that problems.json has, but got '{code}'.", nameof(code));

    public static string Fill(string template, ReadOnlySpan<(string Name, object? Value)> values)
    {
        var text = new StringBuilder(template.Length + 40);
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0)
            {
                text.Append(template, at, template.Length - at);
                break;
            }

            var close = template.IndexOf('}', open);
            text.Append(template, at, open - at).Append(ValueOf(template.AsSpan(open + 1, close - open - 1), values));
            at = close + 1;
        }

        return text.ToString();
    }

    private static string ValueOf(ReadOnlySpan<char> name, ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (known, value) in values)
        {
            if (name.SequenceEqual(known)) return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        throw new ArgumentException($"Expected a value for '{{{name}}}' of a problem's text, but there is none.");
    }

    private static FrozenDictionary<string, ProblemText> Read()
    {
        using var stream = typeof(ProblemTexts).Assembly.GetManifestResourceStream("HrBpm.Workflows.problems.json")!;
        return JsonSerializer.Deserialize<Dictionary<string, ProblemText>>(stream, JsonSerializerOptions.Web)!.ToFrozenDictionary();
    }
}
