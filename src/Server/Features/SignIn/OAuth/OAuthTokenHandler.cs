using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Validation.AspNetCore;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Lets a request act for the person of its OAuth token, within the token's scopes. The account is looked up each time, so what ends its sessions ends its tokens.</summary>
internal sealed class OAuthTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, OAuthPeople people)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "OAuthToken";

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var checkedToken = await Context.AuthenticateAsync(OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme);
        if (checkedToken.Principal is not { } principal || await people.OfAsync(principal, Context.RequestAborted) is not { } known)
            return AuthenticateResult.Fail("The access token is not valid any more.");
        Session.Enter(Context.RequestServices, known.Person, OAuthScopes.PermissionsOf(principal.GetScopes()));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }
}
