using System.Globalization;
using System.Text.Json.Nodes;

namespace HrBpm.Designer.Definitions;

/// <summary>The ids of activities, which are unique in a definition, however deep an activity lies.</summary>
internal static class ActivityIds
{
    /// <summary>The id of an activity and of all activities inside it.</summary>
    public static IEnumerable<string> In(JsonNode? node) => node switch
    {
        JsonObject members => (IsActivity(members) ? [(string)members["id"]!] : Array.Empty<string>()).Concat(members.Where(member => member.Key != "expression").SelectMany(member => In(member.Value))),
        JsonArray list => list.SelectMany(In),
        _ => [],
    };

    /// <summary>A free id that says where it comes from: approval1, approval2.</summary>
    public static string Free(string like, IReadOnlySet<string> taken)
    {
        if (!taken.Contains(like)) return like;
        var stem = like.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        for (var number = 2; ; number++)
        {
            var id = stem + number.ToString(CultureInfo.InvariantCulture);
            if (!taken.Contains(id)) return id;
        }
    }

    /// <summary>A copy of an activity with other ids, also in the connections inside it.</summary>
    public static JsonObject Rename(JsonObject activity, IReadOnlyDictionary<string, string> names)
    {
        var copy = (JsonObject)activity.DeepClone();
        Walk(copy);
        return copy;

        void Walk(JsonNode? node)
        {
            if (node is JsonArray list)
            {
                foreach (var item in list) Walk(item);
            }
            else if (node is JsonObject members)
            {
                if (IsActivity(members) && names.TryGetValue((string)members["id"]!, out var name))
                {
                    if (Text(members, "name") == Text(members, "id")) members["name"] = name;
                    members["id"] = name;
                    members.Remove("nodeId");
                }

                foreach (var reference in new[] { "activity", "start" })
                    if (Text(members, reference) is { } old && names.TryGetValue(old, out var other)) members[reference] = other;
                foreach (var (key, value) in members.ToList())
                    if (key != "expression") Walk(value);
            }
        }
    }

    private static bool IsActivity(JsonObject members) => Text(members, "id") is { Length: > 0 } && Text(members, "type") is { } type && type.Contains('.', StringComparison.Ordinal);

    private static string? Text(JsonObject members, string name) => members[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
