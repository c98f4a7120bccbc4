using System.Text.Json.Nodes;

namespace HrBpm.Designer.Canvas;

/// <summary>What the group has locked of a card: what its JSON says, which a canvas reads without the engine.</summary>
public static class CardLocks
{
    /// <summary>Whether anything of it is locked.</summary>
    public static bool IsLocked(JsonObject card) => IsWhole(card) || Members(card).Count > 0;

    /// <summary>Whether the whole card is.</summary>
    public static bool IsWhole(JsonObject card) => Lock(card) is JsonValue value && value.TryGetValue<bool>(out var isWhole) && isWhole;

    /// <summary>The members that are locked, where it is not the whole card.</summary>
    public static IReadOnlyList<string> Members(JsonObject card) => Lock(card) is JsonArray members ? [.. members.Select(member => member?.ToString()).OfType<string>()] : [];

    /// <summary>Why; empty where nobody has said.</summary>
    public static string Reason(JsonObject card) => (card["customProperties"] as JsonObject)?["lockReason"]?.ToString() ?? "";

    /// <summary>The custom properties of a card with another lock.</summary>
    /// <param name="card">The card.</param>
    /// <param name="isWhole">The whole card is locked.</param>
    /// <param name="members">Else these members; none for no lock.</param>
    /// <param name="reason">Why.</param>
    public static JsonObject Write(JsonObject card, bool isWhole, IReadOnlyList<string> members, string reason)
    {
        var custom = (card["customProperties"] as JsonObject)?.DeepClone() as JsonObject ?? [];
        custom.Remove("lock");
        custom.Remove("lockReason");
        if (isWhole) custom["lock"] = true;
        else if (members.Count > 0) custom["lock"] = new JsonArray([.. members.Select(member => JsonValue.Create(member))]);
        if (custom.ContainsKey("lock") && reason.Length > 0) custom["lockReason"] = reason;
        return custom;
    }

    private static JsonNode? Lock(JsonObject card) => (card["customProperties"] as JsonObject)?["lock"];
}
