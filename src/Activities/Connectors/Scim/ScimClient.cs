using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Connectors.Scim;

/// <summary>Speaks SCIM 2.0 (RFC 7644) with a directory.</summary>
public sealed class ScimClient
{
    private const string MediaType = "application/scim+json";
    private const string Deactivation =
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""";
    private static readonly string[] ErrorTexts = ["scimType", "detail"]; // RFC 7644 section 3.12
    private readonly ConnectorWire _wire;
    private readonly IOptions<ScimOptions> _options;

    /// <summary>Made by the client factory.</summary>
    public ScimClient(HttpClient http, ConnectorCalls calls, IConnectorEndpoints endpoints, IOptions<ScimOptions> options)
    {
        _wire = new ConnectorWire(http, calls, endpoints, ConnectorSystems.Scim);
        _options = options;
    }

    /// <summary>The users with this name: one, or none; more only when the directory compares differently.</summary>
    /// <exception cref="ConnectorException">See there.</exception>
    public async Task<IReadOnlyList<ScimUser>> FindByUserNameAsync(string userName, CancellationToken ct)
    {
        const string action = "GET Users?filter";
        var filter = $"userName eq \"{userName.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        var answer = await SendAsync(HttpMethod.Get, $"/Users?filter={Uri.EscapeDataString(filter)}", action, null, ct);
        var found = Require(answer, action) is { } json ? ScimJson.Resources(json) : null;
        if (found is null) throw _wire.Garbled(action, "a SCIM ListResponse");
        var users = found.Select(ScimUser.From).ToList();
        // A directory that ignores the filter would otherwise make us disable somebody else.
        return [.. users.Select(u => u ?? throw _wire.Garbled(action, "users with an id")).Where(u => string.Equals(u.UserName, userName, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>Reads one user again.</summary>
    /// <exception cref="ConnectorException">See there; 404 is permanent.</exception>
    public async Task<ScimUser> ReadAsync(string id, CancellationToken ct)
    {
        const string action = "GET Users/{id}";
        var answer = await SendAsync(HttpMethod.Get, $"/Users/{Uri.EscapeDataString(id)}", action, null, ct);
        return Require(answer, action) is { } json && ScimUser.From(json) is { } user ? user : throw _wire.Garbled(action, "a SCIM user");
    }

    /// <summary>Sets <c>active</c> to false. 200 with the resource and 204 mean the same (RFC 7644 section 3.5.2), and neither is taken as proof.</summary>
    /// <exception cref="ConnectorException">See there; 404 is permanent.</exception>
    public async Task DeactivateAsync(string id, CancellationToken ct)
    {
        const string action = "PATCH Users/{id}";
        var answer = await SendAsync(HttpMethod.Patch, $"/Users/{Uri.EscapeDataString(id)}", action, Deactivation, ct);
        if (!answer.IsSuccess) throw Refused(answer, action);
    }

    private Task<WireAnswer> SendAsync(HttpMethod method, string path, string action, string? body, CancellationToken ct) =>
        _wire.SendAsync(method, path, action, request =>
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _options.Value.Token);
            request.Headers.Accept.ParseAdd(MediaType);
            if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, MediaType);
        }, ct);

    private JsonElement? Require(WireAnswer answer, string action) => answer.IsSuccess ? ScimJson.Parse(answer.Body) : throw Refused(answer, action);

    private ConnectorException Refused(WireAnswer answer, string action)
    {
        var error = ScimJson.Parse(answer.Body) ?? default;
        var why = string.Join(": ", ErrorTexts.Select(name => ScimJson.Find(error, name)?.ToString()).Where(text => !string.IsNullOrEmpty(text)));
        var said = Redaction.Of($"Scim {action}: expected success, but it answered HTTP {answer.Status}{(why.Length > 0 ? $" ({why[..Math.Min(why.Length, 300)]})" : "")}.",
            Secrets.Of(_options.Value));
        return (HttpStatusCode)answer.Status switch
        {
            HttpStatusCode.Conflict or HttpStatusCode.PreconditionFailed => _wire.Transient("conflict", said),
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => _wire.Permanent("not-authorised", said),
            HttpStatusCode.NotFound => _wire.Permanent("unknown-user", said),
            _ => _wire.Permanent("refused", said),
        };
    }
}
