using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>Changes a right JSON body in one way each.</summary>
internal static class BodyMutants
{
    private static readonly (JsonSchemaType Type, string Json)[] OfEachType =
    [
        (JsonSchemaType.Integer | JsonSchemaType.Number, "7"), (JsonSchemaType.Number, "1.5"), (JsonSchemaType.String, "\"text\""),
        (JsonSchemaType.Boolean, "true"), (JsonSchemaType.Array, "[]"), (JsonSchemaType.Object, "{}"),
    ];

    /// <summary>The body as a whole: not there, cut off, not JSON, too deep, too large, of another type.</summary>
    public static IEnumerable<(string What, bool IsWrong, Func<HttpContent?> Content)> OfWhole(JsonNode? body, Random random)
    {
        var right = body?.ToJsonString() ?? "null";
        var utf8 = Encoding.UTF8.GetBytes(right);
        yield return ("nothing", true, () => Mutant.Json(""));
        yield return ("blank", true, () => Mutant.Json("  \n"));
        yield return ("null", true, () => Mutant.Json("null"));
        if (right.Length > 2) yield return ("cut off", true, () => Mutant.Json(right[..random.Next(1, right.Length)]));
        yield return ("more after its end", true, () => Mutant.Json(right + "{}"));
        yield return ("an anonymous bracket", true, () => Mutant.Json("}"));
        yield return ("random bytes", true, () => Mutant.Bytes([0xff, 0xfe, .. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(256))]));
        yield return ("words that are not UTF-8", true, () => Mutant.Bytes([.. "{\"a\":\""u8, 0xc3, 0x28, 0xed, 0xa0, 0x80, .. "\"}"u8]));
        yield return ("100,000 brackets", true, () => Mutant.Json(new string('[', 100_000)));
        yield return ("objects 2,000 deep", true, () => Mutant.Json(string.Concat(Enumerable.Repeat("{\"a\":", 2_000)) + "1" + new string('}', 2_000)));
        yield return ("text", true, () => Mutant.Json(right, "text/plain"));
        yield return ("XML", true, () => Mutant.Json("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>", "application/xml"));
        yield return ("a form", true, () => new FormUrlEncodedContent([new("a", "b")]));
        yield return ("without a type", true, () => Mutant.Bytes(utf8, null));
        yield return ("2 MB", true, () => Mutant.Json("{\"a\":\"" + new string('a', 2_000_000) + "\"}"));
        yield return ("with a byte order mark", false, () => Mutant.Bytes([0xef, 0xbb, 0xbf, .. utf8]));
        yield return ("UTF-16", true, () => Mutant.Bytes(Encoding.Unicode.GetBytes(right), "application/json; charset=utf-16"));
        yield return ("of a charset that there is not", true, () => Mutant.Bytes(utf8, "application/json; charset=klingon"));
    }

    /// <summary>One place of the body.</summary>
    public static IEnumerable<(string What, bool IsWrong, string Json)> At(JsonSpot spot, JsonNode? body, Random random) =>
        TypesAt(spot).Concat(TextAt(spot, random)).Concat(NumbersAt(spot)).Select(m => ($"{spot}: {m.What}", m.IsWrong, spot.Put(body, m.Json))).Concat(ShapesAt(spot, body));

    // Wrong types, null, and what is not among the choices.
    private static IEnumerable<(string What, bool IsWrong, string Json)> TypesAt(JsonSpot spot)
    {
        if (RightBodies.TypeOf(spot.Schema) is { } type)
            foreach (var (_, json) in OfEachType.Where(t => (t.Type & type) == 0)) yield return (json, true, json);
        if (!RightBodies.AllowsNull(spot.Schema)) yield return ("null", true, "null");
        if (RightBodies.Actual(spot.Schema).Enum is { Count: > 0 }) yield return ("no choice", true, "\"unheard-of\"");
        if (RightBodies.TypeOf(spot.Schema) is null)
            foreach (var json in (string[])["null", "{}", "[[[[[]]]]]", "{\"$type\":\"System.String\",\"$id\":\"1\"}", "1e308", "-0.0", "123456789012345678901234567890"]) yield return (json, false, json);
        yield return ("too deep", true, new string('[', 80) + new string(']', 80));
    }

    private static IEnumerable<(string What, bool IsWrong, string Json)> TextAt(JsonSpot spot, Random random)
    {
        var schema = RightBodies.Actual(spot.Schema);
        if (RightBodies.TypeOf(schema) is { } type && !type.HasFlag(JsonSchemaType.String)) yield break;
        if (schema.Enum is { Count: > 0 }) yield break;
        foreach (var (what, json) in HostileText.Unusable) yield return (what, true, json);
        foreach (var wrong in WrongForms(schema.Format)) yield return (wrong, true, JsonSerializer.Serialize(wrong));
        var odd = schema.Format is null ? HostileText.Odd(random) : OddForms(schema.Format);
        foreach (var (what, text) in odd) yield return (what, false, JsonSerializer.Serialize(text));
    }

    private static string[] WrongForms(string? format) => format switch
    {
        "uuid" => ["not-an-id", "0190a5d2-7c1e-7b3a-9f60-1c2d3e4f5a6g", "１２３"],
        "date" => ["2026-02-30", "2026-13-01", "yesterday", "10000-01-01", "２０２６-01-01"],
        "date-time" => ["2026-02-30T00:00:00Z", "yesterday", "2026-01-01T25:00:00Z"],
        _ => [],
    };

    private static (string What, string Text)[] OddForms(string format) => format switch
    {
        "uuid" => [("no id", "00000000-0000-0000-0000-000000000000"), ("all bits", "ffffffff-ffff-ffff-ffff-ffffffffffff")],
        "date" => [("the first day", "0001-01-01"), ("the last day", "9999-12-31"), ("a day long ago", "1582-10-10")],
        "date-time" => [("the first moment", "0001-01-01T00:00:00Z"), ("the last moment", "9999-12-31T23:59:59.9999999Z"), ("before the first moment", "0001-01-01T00:00:00+14:00"), ("after the last moment", "9999-12-31T23:59:59-12:00"), ("a local moment", "2026-05-31T09:00:00")],
        _ => [],
    };

    private static IEnumerable<(string What, bool IsWrong, string Json)> NumbersAt(JsonSpot spot)
    {
        if (RightBodies.TypeOf(spot.Schema) is not { } type || (type & (JsonSchemaType.Integer | JsonSchemaType.Number)) == 0) yield break;
        yield return ("no number", true, "0x10");
        foreach (var json in (string[])["-1", "0", "2147483647", "-2147483648", "9223372036854775807", "-9223372036854775808", "1e2", "1e400", "-1e400", "0.1", "1" + new string('0', 400)])
            yield return (json[..Math.Min(30, json.Length)], !Fits(json, RightBodies.Actual(spot.Schema), type), json);
    }

    private static bool Fits(string json, IOpenApiSchema schema, JsonSchemaType type) =>
        type.HasFlag(JsonSchemaType.Number) || (schema.Format == "int32" ? int.TryParse(json, CultureInfo.InvariantCulture, out _) : long.TryParse(json, CultureInfo.InvariantCulture, out _));

    // Members that are missing, unknown or there twice, and lists that are long.
    private static IEnumerable<(string What, bool IsWrong, string Json)> ShapesAt(JsonSpot spot, JsonNode? body)
    {
        if (spot.IsRequired && spot.Steps is [.., string name]) yield return ($"{spot}: missing", true, spot.Remove(body));
        if (spot.Value(body) is JsonObject { Count: > 0 } members)
        {
            var inside = members.ToJsonString()[1..^1];
            if (!RightBodies.Actual(spot.Schema).AdditionalPropertiesAllowed) yield return ($"{spot}: unknown member", true, spot.Put(body, $$"""{{{inside}},"unbekannt":1}"""));
            yield return ($"{spot}: a member twice", true, spot.Put(body, $$"""{{{inside}},{{inside}}}"""));
            yield return ($"{spot}: a member of hostile name", false, spot.Put(body, $$"""{{{inside}},"__proto__":{},"\u202e":1,"":2,"a.b[0]":3}"""));
        }
        if (spot.Value(body) is JsonArray { Count: > 0 } list)
        {
            var item = list[0]?.ToJsonString() ?? "null";
            var times = Math.Clamp(400_000 / (item.Length + 1), 2, 20_000);
            yield return ($"{spot}: {times} items", false, spot.Put(body, $"[{string.Join(',', Enumerable.Repeat(item, times))}]"));
            yield return ($"{spot}: a list in a list", RightBodies.TypeOf(spot.Schema) is not null && list[0] is not JsonArray && RightBodies.TypeOf(RightBodies.Actual(spot.Schema).Items!) is not null, spot.Put(body, $"[[{item}]]"));
        }
    }
}
