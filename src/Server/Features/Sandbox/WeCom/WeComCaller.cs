using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary>Checks who calls the stand-in, and reads what they sent.</summary>
internal sealed class WeComCaller(AppDbContext db, TimeProvider time)
{
    /// <summary>Checks the access token.</summary>
    /// <returns>The refusal; null when the token is valid and of the right secret.</returns>
    public async Task<IResult?> WhyNotAsync(HttpRequest request, bool needsContacts, CancellationToken ct)
    {
        if (request.Query["access_token"].ToString() is not { Length: > 0 } given) return WeComStandIn.Refuse(WeComStandIn.MissingToken, "access_token missing");
        var token = await db.WeComTokens.AsNoTracking().SingleOrDefaultAsync(t => t.Token == given, ct);
        if (token is null) return WeComStandIn.Refuse(WeComStandIn.InvalidToken, "invalid access_token");
        if (token.ExpiresUtc <= time.GetUtcNow().UtcDateTime) return WeComStandIn.Refuse(WeComStandIn.ExpiredToken, "access_token expired");
        return token.IsForContacts == needsContacts ? null : WeComStandIn.Refuse(WeComStandIn.NoPermission, "api forbidden");
    }

    /// <summary>Checks the access token and reads the body.</summary>
    public async Task<(JsonObject Body, IResult? Refusal)> ReadAsync(HttpRequest request, bool needsContacts, CancellationToken ct)
    {
        if (await WhyNotAsync(request, needsContacts, ct) is { } refusal) return ([], refusal);
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: ct) is JsonObject body ? (body, null) : ([], Malformed());
        }
        catch (JsonException)
        {
            return ([], Malformed());
        }
    }

    private static IResult Malformed() => WeComStandIn.Refuse(WeComStandIn.Malformed, "data format error");
}
