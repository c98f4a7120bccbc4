using System.Text.Json;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>The clients of the caller's company. Secrets are not among what it says: only their hashes are stored.</summary>
internal static class ListOAuthClients
{
    /// <param name="ClientId">What the client calls itself.</param>
    /// <param name="Name">What people are shown.</param>
    /// <param name="Kind">What kind of program it is.</param>
    /// <param name="HasSecret">Whether it has to prove itself by a secret.</param>
    /// <param name="Scopes">What it may ask for.</param>
    /// <param name="RedirectUris">Where codes may be sent.</param>
    /// <param name="PostLogoutRedirectUris">Where people may be sent after signing out.</param>
    /// <param name="ActsForPersonId">For a service: whose rights it has.</param>
    /// <param name="MadeById">Who made it.</param>
    /// <param name="ConsentedUtc">For a service: when that person consented; null while they have not.</param>
    internal sealed record Response(
        string ClientId, string Name, OAuthClientKind Kind, bool HasSecret, IReadOnlyList<string> Scopes, IReadOnlyList<string> RedirectUris, IReadOnlyList<string> PostLogoutRedirectUris,
        Guid? ActsForPersonId, Guid MadeById, DateTime? ConsentedUtc);

    public static async Task<Ok<List<Response>>> HandleAsync(AppDbContext db, CancellationToken ct) =>
        TypedResults.Ok((await db.OAuthClients.AsNoTracking().OrderBy(c => c.DisplayName).ToListAsync(ct)).ConvertAll(Of));

    /// <summary>The scopes that the client may ask for.</summary>
    public static IReadOnlyList<string> ScopesOf(OAuthClient client) =>
        [.. StringsIn(client.Permissions).Where(p => p.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal)).Select(p => p[Permissions.Prefixes.Scope.Length..]).Where(OAuthScopes.All.ContainsKey).Order(StringComparer.Ordinal)];

    /// <summary>OpenIddict keeps lists as JSON; what is empty, as nothing.</summary>
    public static IReadOnlyList<string> StringsIn(string? json) => string.IsNullOrEmpty(json) ? [] : JsonSerializer.Deserialize<List<string>>(json) ?? [];

    private static Response Of(OAuthClient client) => new(client.ClientId!, client.DisplayName!, client.Kind, client.ClientSecret is not null, ScopesOf(client), StringsIn(client.RedirectUris),
        StringsIn(client.PostLogoutRedirectUris), client.ActsForPersonId, client.MadeById, client.ConsentedUtc);
}
