using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Which of the fields that are shown of a person not everybody sees who sees the person.</summary>
/// <param name="person">The company's own fields of people.</param>
/// <param name="employment">And those of employments.</param>
internal sealed class SensitiveFields(IEnumerable<CustomField> person, IEnumerable<CustomField> employment)
{
    /// <summary>Their keys, as the audit trail names them: none of their values.</summary>
    /// <param name="phone">The phone number that is shown; null when none is.</param>
    /// <param name="own">The person's own fields that are shown.</param>
    /// <param name="terms">Those of the employments.</param>
    public IReadOnlyList<string> Among(string? phone, JsonObject? own, IEnumerable<JsonObject> terms) =>
    [
        .. phone is null ? (string[])[] : ["phone"],
        .. person.Where(f => f.SeenAs != FieldKind.Person && own?.ContainsKey(f.Key) == true).Select(f => f.Name),
        .. employment.Where(f => f.SeenAs != FieldKind.Person && terms.Any(t => t.ContainsKey(f.Key))).Select(f => $"employment.{f.Name}"),
    ];
}
