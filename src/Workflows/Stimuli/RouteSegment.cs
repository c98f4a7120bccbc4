using System.Globalization;
using System.Text.RegularExpressions;

namespace HrBpm.Workflows;

/// <summary>The segments of a route template, as ASP.NET writes them: text, and parameters with constraints, defaults, and a mark for what is optional or takes the rest of the path.</summary>
internal static partial class RouteSegment
{
    private static readonly string[] WithoutArgument = ["int", "bool", "datetime", "decimal", "double", "float", "guid", "long", "alpha", "required", "file", "nonfile"];

    /// <summary>The segments; a slash inside of a parameter is the parameter's own.</summary>
    public static string[] Split(string path)
    {
        var (segments, start, isInside) = (new List<string>(), 0, false);
        for (var at = 0; at < path.Length; at++)
        {
            if (isInside && at + 1 < path.Length && path[at] is '{' or '}' && path[at + 1] == path[at]) at++;
            else if (path[at] == '{') isInside = true;
            else if (path[at] == '}') isInside = false;
            else if (path[at] == '/' && !isInside)
            {
                segments.Add(path[start..at]);
                start = at + 1;
            }
        }

        return [.. segments.Append(path[start..]).Select(s => s.Trim()).Where(s => s.Length > 0)];
    }

    /// <summary>True for text, and for a parameter that takes any text.</summary>
    public static bool IsPlain(string segment, bool mayBeOptional = false) => !segment.Contains('{') || Plain().IsMatch(segment) && (mayBeOptional || !segment.EndsWith("?}", StringComparison.Ordinal));

    /// <summary>What is wrong with the segments of a template, or null.</summary>
    public static string? WhyInvalid(string[] segments)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (index, segment) in segments.Index())
        {
            var parameters = Parameters().Matches(segment).ToList();
            if (Parameters().Replace(segment, "").AsSpan().ContainsAny("{}?#")) return $"the segment '{segment}' is neither text nor a parameter such as {{id}}.";
            foreach (var found in parameters)
            {
                if (Parameter().Match(found.Groups["content"].Value) is not { Success: true } parameter) return $"'{found.Value}' is no parameter.";
                if (!names.Add(parameter.Groups["name"].Value)) return $"the parameter '{parameter.Groups["name"].Value}' is there twice.";
                var isLast = index == segments.Length - 1 && found.Index + found.Length == segment.Length;
                if (parameter.Groups["all"].Length > 0 && !(isLast && found.Length == segment.Length)) return $"'{found.Value}' takes the rest of the path, so it has to be the last segment by itself.";
                if (parameter.Groups["optional"].Length > 0 && !(isLast && (found.Index == 0 || segment[found.Index - 1] == '.'))) return $"'{found.Value}' may only be optional at the end of the path.";
                if (parameter.Groups["optional"].Length > 0 && parameter.Groups["default"].Success) return $"'{found.Value}' cannot be optional and have a default.";
                foreach (var constraint in parameter.Groups["constraint"].Captures.Select(c => c.Value))
                    if (!IsConstraint(constraint)) return $"'{constraint}' is no constraint of a parameter.";
            }

            if (parameters.Zip(parameters.Skip(1)).Any(p => p.First.Index + p.First.Length == p.Second.Index)) return $"the parameters of '{segment}' have to be apart.";
        }

        return null;
    }

    private static bool IsConstraint(string text)
    {
        var (name, open) = (text.Split('(')[0], text.IndexOf('(', StringComparison.Ordinal));
        var argument = open < 0 ? null : text[(open + 1)..^1];
        if (WithoutArgument.Contains(name, StringComparer.OrdinalIgnoreCase)) return argument is null;
        var numbers = argument?.Split(',').Select(n => long.TryParse(n.Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)).ToList();
        return name.ToUpperInvariant() switch
        {
            "MINLENGTH" or "MAXLENGTH" or "MIN" or "MAX" => numbers is [true],
            "LENGTH" => numbers is [true] or [true, true],
            "RANGE" => numbers is [true, true],
            "REGEX" => argument is not null && IsRegex(argument.Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal)),
            _ => false,
        };
    }

    private static bool IsRegex(string pattern)
    {
        try
        {
            _ = new Regex(pattern, RegexOptions.None, TimeSpan.FromSeconds(1));
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex("""^\{[\w-]+\??\}$""", RegexOptions.CultureInvariant)]
    private static partial Regex Plain();

    [GeneratedRegex("""\{(?<content>(?:[^{}]|\{\{|\}\})+)\}(?!\})""", RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();

    [GeneratedRegex("""^(?<all>\*{0,2})(?<name>[\w-]+)(?::(?<constraint>[A-Za-z]+(?:\(.*?\))?))*(?:=(?<default>[^?]*))?(?<optional>\??)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Parameter();
}
