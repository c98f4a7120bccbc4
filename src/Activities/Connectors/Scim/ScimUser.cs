using System.Text.Json;

namespace HrBpm.Activities.Connectors.Scim;

/// <summary>What matters of a SCIM user resource (RFC 7643 section 4.1).</summary>
/// <param name="Id">Id that the directory gave the user.</param>
/// <param name="UserName">Name the user signs in with.</param>
/// <param name="IsActive">False only when the directory says so: an absent attribute does not prove that the account is closed.</param>
/// <param name="Version">The resource's version, when the directory keeps one.</param>
public sealed record ScimUser(string Id, string UserName, bool IsActive, string? Version)
{
    /// <summary>Reads a resource. Attribute names are case insensitive (RFC 7643 section 2.1), and some directories send <c>active</c> as the text "False".</summary>
    /// <returns>Null when it is not a user resource.</returns>
    internal static ScimUser? From(JsonElement resource)
    {
        if (resource.ValueKind != JsonValueKind.Object || Text(resource, "id") is not { Length: > 0 } id) return null;
        var active = ScimJson.Find(resource, "active");
        var isActive = active switch
        {
            { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.String } text => !string.Equals(text.GetString(), "false", StringComparison.OrdinalIgnoreCase),
            _ => true,
        };
        var version = ScimJson.Find(resource, "meta") is { ValueKind: JsonValueKind.Object } meta ? Text(meta, "version") : null;
        return new ScimUser(id, Text(resource, "userName") ?? "", isActive, version);
    }

    private static string? Text(JsonElement of, string name) => ScimJson.Find(of, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}

/// <summary>Reading SCIM's JSON, whose attribute names are case insensitive.</summary>
internal static class ScimJson
{
    public static JsonElement? Find(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object) return null;
        foreach (var property in of.EnumerateObject())
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase)) return property.Value;
        return null;
    }

    public static JsonElement? Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The resources of a ListResponse. Absent when nothing was found (RFC 7644 section 3.4.2); some directories answer with a bare array.</summary>
    /// <returns>Null when it is neither.</returns>
    public static IReadOnlyList<JsonElement>? Resources(JsonElement answer) => answer.ValueKind == JsonValueKind.Array ? [.. answer.EnumerateArray()]
        : Find(answer, "Resources") is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()]
        : Find(answer, "totalResults") is { ValueKind: JsonValueKind.Number } total && total.TryGetInt32(out var count) && count == 0 ? []
        : null;
}
