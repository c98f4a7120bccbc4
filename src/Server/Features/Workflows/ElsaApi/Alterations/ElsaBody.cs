using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Reads a body whose shape is known only after a look at it, by the rules of every other body.</summary>
internal static class ElsaBody
{
    /// <exception cref="BadHttpRequestException">It does not fit.</exception>
    public static T Read<T>(JsonObject body, HttpContext http)
    {
        try
        {
            return body.Deserialize<T>(http.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions)!;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("Expected a body that fits.", StatusCodes.Status400BadRequest, e);
        }
    }
}
