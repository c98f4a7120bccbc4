// The maker of the client takes "null or this enum" for a class of its own, named after the property; into that no word of the enum can be read.
global using Via = HrBpm.Designer.Api.TaskVia;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HrBpm.Designer.Api;

/// <summary>The server's API, made from <c>docs/openapi.json</c> when the project is built.</summary>
public partial class HrBpmClient
{
    /// <summary>How the API writes JSON.</summary>
    public static JsonSerializerOptions Json { get; } = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    static partial void UpdateJsonSerializerSettings(JsonSerializerOptions settings) =>
        settings.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
}
