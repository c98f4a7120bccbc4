using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Platform.PersonalData;

/// <summary>A copy of what is held about one person.</summary>
internal sealed class PersonalCopy(IEnumerable<IPersonalData> parts, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = Options();

    public async Task<JsonObject> OfAsync(Guid personId, CancellationToken ct)
    {
        var copy = new JsonObject { ["personId"] = personId.ToString("D"), ["atUtc"] = clock.GetUtcNow().UtcDateTime };
        foreach (var part in parts.OrderBy(p => p.Name, StringComparer.Ordinal)) copy[part.Name] = JsonSerializer.SerializeToNode(await part.OfAsync(personId, ct), Json);
        return copy;
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        PlatformSetup.Speak(options);
        return options;
    }
}
