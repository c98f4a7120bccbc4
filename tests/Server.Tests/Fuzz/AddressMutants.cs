using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Changes one parameter of an address.</summary>
internal static class AddressMutants
{
    // As they go over the line.
    private static readonly (string What, string Raw)[] Raw =
    [
        ("a path", "..%2f..%2f..%2fetc%2fpasswd"), ("dots", "%2e%2e"), ("a backslash", "..%5c..%5cwin.ini"), ("no UTF-8", "%c3%28"), ("a surrogate in UTF-8", "%ed%a0%80"), ("an overlong slash", "%c0%af"),
        ("a lone percent", "%"), ("percent twice", "%2541"), ("a plus", "a+b"), ("a semicolon", "a;b=c"), ("a question mark", "%3f"), ("a number sign", "%23"), ("line ends", "%0d%0aX:%20y"), ("Unicode", "%E5%BC%A0%E2%80%AE"),
        ("an emoji", "%F0%9F%91%A9%E2%80%8D%F0%9F%91%A7"), ("a star", "*"), ("braces", "%7Bid%7D"), ("a quote", "%27%20OR%201%3D1--"), ("a blank", "%20"), ("null", "null"), ("minus one", "-1"), ("a long one", new string('x', 3_000)),
    ];

    /// <summary>The address with right values.</summary>
    public static string Right(ApiOperation operation, RightBodies bodies) => With(operation, bodies, "", "");

    /// <summary>Paths with other values.</summary>
    public static IEnumerable<(string What, bool IsWrong, string Address)> OfPath(ApiOperation operation, RightBodies bodies, IEnumerable<string> otherIds)
    {
        foreach (var parameter in operation.In(ParameterLocation.Path))
        {
            var isId = parameter.Schema?.Format == "uuid";
            foreach (var (what, raw) in Raw) yield return ($"{parameter.Name}: {what}", isId && what != "dots", With(operation, bodies, parameter.Name!, raw));
            foreach (var id in otherIds) yield return ($"{parameter.Name}: an id of another kind", false, With(operation, bodies, parameter.Name!, Uri.EscapeDataString(id)));
            yield return ($"{parameter.Name}: NUL", true, With(operation, bodies, parameter.Name!, "a%00b"));
            yield return ($"{parameter.Name}: an id of nothing", false, With(operation, bodies, parameter.Name!, "0190a5d2-7c1e-7b3a-9f60-1c2d3e4f5a6b"));
        }
    }

    /// <summary>Queries with other values.</summary>
    public static IEnumerable<(string What, bool IsWrong, string Address)> OfQuery(ApiOperation operation, RightBodies bodies, Random random)
    {
        var right = Right(operation, bodies);
        foreach (var parameter in operation.In(ParameterLocation.Query))
        {
            var (type, format) = (RightBodies.TypeOf(parameter.Schema!), RightBodies.Actual(parameter.Schema!).Format);
            var isText = type == JsonSchemaType.String && format is null && RightBodies.Actual(parameter.Schema!).Enum is not { Count: > 0 };
            foreach (var (what, raw) in Raw.Where(r => r.Raw is not ("%20" or "null" or "-1"))) yield return ($"{parameter.Name}: {what}", type is JsonSchemaType.Integer or JsonSchemaType.Boolean, $"{right}?{parameter.Name}={raw}");
            yield return ($"{parameter.Name}: NUL", true, $"{right}?{parameter.Name}=a%00b");
            if (type == JsonSchemaType.Integer)
                foreach (var number in (string[])["99999999999999999999", "1.5", "１２", "1e3", "0x10"]) yield return ($"{parameter.Name}: {number}", true, $"{right}?{parameter.Name}={Uri.EscapeDataString(number)}");
            if (type == JsonSchemaType.Integer)
                foreach (var number in (string[])["-1", "0", "2147483647", "-2147483648"]) yield return ($"{parameter.Name}: {number}", false, $"{right}?{parameter.Name}={number}");
            if (isText)
                foreach (var (what, text) in HostileText.Odd(random).Where(t => t.Text.Length < 2_000)) yield return ($"{parameter.Name}: {what}", false, $"{right}?{parameter.Name}={Uri.EscapeDataString(text)}");
            yield return ($"{parameter.Name}: twice", false, $"{right}?{parameter.Name}=1&{parameter.Name}=2");
            yield return ($"{parameter.Name}: empty", false, $"{right}?{parameter.Name}=");
            yield return ($"{parameter.Name}: 800 times", false, $"{right}?{string.Join('&', Enumerable.Repeat($"{parameter.Name}=1", 500))}");
        }

        yield return ("a query that nobody knows", false, $"{right}?unbekannt=%E2%80%AE&[]=1&=&&");
    }

    private static string With(ApiOperation operation, RightBodies bodies, string name, string raw) => operation.In(ParameterLocation.Path).Aggregate(operation.Path, (address, parameter) =>
        address.Replace($"{{{parameter.Name}}}", parameter.Name == name ? raw : parameter.Name == "version" ? "1" : Uri.EscapeDataString(bodies.IdFor(operation.Path, parameter.Name!)), StringComparison.Ordinal));
}
