using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox.Scim;

/// <summary>A directory that speaks as much SCIM 2.0 (RFC 7644) as deprovisioning needs.</summary>
internal static partial class ScimStandIn
{
    private const string MediaType = "application/scim+json; charset=utf-8";

    public static void MapScimStandIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapStandIn("/sandbox/scim/v2", new Vendor(SandboxSystem.Scim, fault => Error(fault.Status, "sandbox fault"), _ => Task.FromResult<IResult?>(NotAllowed())));
        group.AddEndpointFilter(async (context, next) => IsAllowed(context.HttpContext) ? await next(context) : NotAllowed());
        group.MapGet("/Users", FindAsync);
        group.MapGet("/Users/{id}", ReadAsync);
        group.MapPatch("/Users/{id}", PatchAsync);
    }

    private static async Task<IResult> FindAsync(string? filter, AppDbContext db, CancellationToken ct)
    {
        if (UserNameFilter().Match(filter ?? "") is not { Success: true } match) return Error(StatusCodes.Status400BadRequest, "Only the filter userName eq \"…\" is supported.", "invalidFilter");
        var userName = match.Groups[1].Value.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal).ToLowerInvariant();
        var user = await db.DirectoryUsers.AsNoTracking().SingleOrDefaultAsync(u => u.UserName == userName, ct);
        return Say(StatusCodes.Status200OK, new JsonObject
        {
            ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:ListResponse"),
            ["totalResults"] = user is null ? 0 : 1, ["startIndex"] = 1, ["itemsPerPage"] = user is null ? 0 : 1,
            ["Resources"] = user is null ? [] : new JsonArray(Resource(user)),
        });
    }

    private static async Task<IResult> ReadAsync(string id, AppDbContext db, CancellationToken ct) =>
        await db.DirectoryUsers.AsNoTracking().SingleOrDefaultAsync(u => u.Id == id, ct) is { } user ? Say(StatusCodes.Status200OK, Resource(user)) : Unknown(id);

    private static async Task<IResult> PatchAsync(string id, HttpRequest request, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        if (await db.DirectoryUsers.SingleOrDefaultAsync(u => u.Id == id, ct) is not { } user) return Unknown(id);
        if (await ReadActiveAsync(request, ct) is not { } active) return Error(StatusCodes.Status400BadRequest, "Only the replacement of 'active' is supported.", "invalidValue");
        (user.IsActive, user.Revision) = (active, user.Revision + 1);
        // Counted whenever it is asked for, even when nothing changes: a caller who disables twice is to be seen.
        db.Add(new SandboxEffect { System = SandboxSystem.Scim, Kind = active ? "userEnabled" : "userDisabled", Subject = user.UserName, AtUtc = time.GetUtcNow().UtcDateTime });
        await db.SaveChangesAsync(ct);
        return Say(StatusCodes.Status200OK, Resource(user));
    }

    /// <summary>The new value of <c>active</c>, given with a path, or without one in an object. Names of operations may be capitalised.</summary>
    private static async Task<bool?> ReadActiveAsync(HttpRequest request, CancellationToken ct)
    {
        try
        {
            if (await JsonNode.ParseAsync(request.Body, cancellationToken: ct) is not JsonObject body || body["Operations"] is not JsonArray { Count: 1 } operations || operations[0] is not JsonObject operation) return null;
            if (!string.Equals(operation["op"]?.ToString(), "replace", StringComparison.OrdinalIgnoreCase)) return null;
            var value = operation["path"]?.ToString() == "active" ? operation["value"] : (operation["value"] as JsonObject)?["active"];
            return bool.TryParse(value?.ToString(), out var active) ? active : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsAllowed(HttpContext http) =>
        AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var given) && given is { Scheme: "Bearer", Parameter: { } token }
        && SandboxCredentials.Match(token, http.RequestServices.GetRequiredService<IOptions<ScimOptions>>().Value.Token);

    private static JsonObject Resource(DirectoryUser user) => new()
    {
        ["schemas"] = new JsonArray("urn:ietf:params:scim:schemas:core:2.0:User"),
        ["id"] = user.Id, ["userName"] = user.UserName, ["displayName"] = user.DisplayName, ["active"] = user.IsActive,
        ["meta"] = new JsonObject { ["resourceType"] = "User", ["version"] = $"W/\"{user.Revision}\"" },
    };

    private static IResult NotAllowed() => Error(StatusCodes.Status401Unauthorized, "A valid bearer token is required.");

    private static IResult Unknown(string id) => Error(StatusCodes.Status404NotFound, $"Resource {id} not found.");

    private static IResult Error(int status, string detail, string? scimType = null)
    {
        JsonObject error = new() { ["schemas"] = new JsonArray("urn:ietf:params:scim:api:messages:2.0:Error"), ["status"] = $"{status}", ["detail"] = detail };
        if (scimType is not null) error["scimType"] = scimType;
        return Say(status, error);
    }

    private static IResult Say(int status, JsonObject body) => Results.Text(body.ToJsonString(), MediaType, statusCode: status);

    [GeneratedRegex("""^userName eq "((?:[^"\\]|\\.)*)"$""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex UserNameFilter();
}
