using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Core;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary><c>/connect/token</c>, once OpenIddict has checked the client and its code, refresh token or secret: says whom the new tokens are about.</summary>
internal static class GiveToken
{
    public static async Task<IResult> HandleAsync(HttpContext http, OAuthPeople people, OpenIddictApplicationManager<OAuthClient> clients, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        if (request.IsClientCredentialsGrantType()) return await ForServiceAsync(request, people, clients, ct);
        var proven = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (await people.OfAsync(proven, ct) is not { } known) return Refuse(Errors.InvalidGrant, "The account was disabled, or its sessions were ended.");
        var principal = OAuthPeople.PrincipalOf(known.Account, known.Person, proven.GetScopes(), OAuthPeople.ProvenAt(proven));
        principal.SetAuthorizationId(proven.GetAuthorizationId());
        return Give(principal);
    }

    private static async Task<IResult> ForServiceAsync(OpenIddictRequest request, OAuthPeople people, OpenIddictApplicationManager<OAuthClient> clients, CancellationToken ct)
    {
        var client = await clients.FindByClientIdAsync(request.ClientId!, ct);
        if (client?.ActsForPersonId is not { } person || await people.OfPersonAsync(person, ct) is not { } known)
            return Refuse(Errors.InvalidClient, "The person that the client acts for has no account that can be used.");
        if (client.ConsentedUtc is null) return Refuse(Errors.UnauthorizedClient, "The person that the client acts for has not consented.");
        return Give(OAuthPeople.PrincipalOf(known.Account, known.Person, request.GetScopes(), rightsAtMost: client.RightsAtMost ?? ""));
    }

    private static IResult Give(ClaimsPrincipal principal) => Results.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);

    /// <summary>An OAuth error.</summary>
    public static IResult Refuse(string error, string description) => Results.Forbid(new AuthenticationProperties(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    }), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}

/// <summary><c>/connect/userinfo</c>: who the token is about, as far as its scopes tell.</summary>
internal static class ReadUserInfo
{
    public static async Task<IResult> HandleAsync(HttpContext http, OAuthPeople people, CancellationToken ct)
    {
        var principal = (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal!;
        if (await people.OfAsync(principal, ct) is not { } known) return GiveToken.Refuse(Errors.InvalidToken, "The account was disabled, or its sessions were ended.");
        var answer = new Dictionary<string, string> { [Claims.Subject] = known.Account.Id.ToString("D") };
        if (principal.HasScope(Scopes.Profile)) (answer[Claims.Name], answer[Claims.PreferredUsername]) = (known.Person.Name, known.Person.UserName);
        return Results.Json(answer);
    }
}
