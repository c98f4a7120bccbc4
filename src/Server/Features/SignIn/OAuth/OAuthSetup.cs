using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Validation;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>OAuth 2.1 and OpenID Connect for other programs, by OpenIddict, where <c>OAuth:Enabled</c> says so.</summary>
internal static class OAuthSetup
{
    /// <exception cref="SettingsException">It is enabled outside development, and has no address of its own with https or no certificate; or a certificate is not usable.</exception>
    public static void AddOAuth(this WebApplicationBuilder builder)
    {
        var options = Platform.Settings.Read<OAuthOptions>(builder.Configuration, "OAuth");
        var isDevelopment = builder.Environment.IsDevelopment();
        if (options.Enabled && !isDevelopment && options.Issuer?.Scheme != Uri.UriSchemeHttps)
            throw new SettingsException($"Expected OAuth:Issuer to be this server's public address with https, because OAuth:Enabled is on outside development, but it is '{options.Issuer}'.");
        if (options.Enabled && !isDevelopment && options.SigningCertificates.Count == 0)
            throw new SettingsException("Expected OAuth:SigningCertificates to name the certificates that sign tokens (OAuth:SigningCertificates:0:Path), because OAuth:Enabled is on outside development, but there are none.");
        if (options.Enabled) SigningCertificates.Load(options.SigningCertificates, LiveSessions.NowUtc);
        var services = builder.Services;
        services.AddSingleton(options);
        services.AddScoped<OAuthPeople>();
        services.AddScoped<SignedInSince>();
        services.AddScoped<ClientRights>();
        var openIddict = services.AddOpenIddict().AddCore(core => core.UseEntityFrameworkCore().UseDbContext<AppDbContext>().ReplaceDefaultEntities<OAuthClient, OAuthAuthorization, OAuthScope, OAuthToken, Guid>());
        if (!options.Enabled) return;
        services.AddScoped<RotateOAuthKeys>();
        services.AddScoped<IStartupStep>(provider => provider.GetRequiredService<RotateOAuthKeys>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, OAuthKeys>();
        services.AddSingleton<OAuthKeyChanges>();
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(provider => provider.GetRequiredService<OAuthKeyChanges>());
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictValidationOptions>>(provider => provider.GetRequiredService<OAuthKeyChanges>());
        services.AddSingleton<OAuthKeyWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<OAuthKeyWatch>());
        openIddict.AddServer(server => SetUp(server, options, isDevelopment)).AddValidation(validation =>
        {
            validation.UseLocalServer();
            validation.UseAspNetCore();
            // Asked with each request, so that a revoked token is refused at once.
            validation.EnableTokenEntryValidation();
            validation.EnableAuthorizationEntryValidation();
        });
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, OAuthTokenHandler>(OAuthTokenHandler.SchemeName, null);
    }

    public static void MapOAuth(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<OAuthOptions>().Enabled) return;
        const string why = "OpenIddict has checked the client; the page asks who it is.";
        var connect = app.MapGroup("/connect").ExcludeFromDescription();
        connect.MapMethods("/authorize", [HttpMethods.Get, HttpMethods.Post], Authorize.HandleAsync).Anonymous(why);
        connect.MapPost("/token", GiveToken.HandleAsync).Anonymous("OpenIddict has checked the client and what it gave.");
        connect.MapMethods("/userinfo", [HttpMethods.Get, HttpMethods.Post], ReadUserInfo.HandleAsync).Anonymous("OpenIddict has checked the token.");
        connect.MapMethods("/logout", [HttpMethods.Get, HttpMethods.Post], EndOAuthSession.HandleAsync).Anonymous("Signing out twice does no harm.");
    }

    public static void MapOAuthClients(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/oauth-clients").WithTags("OAuth");
        group.MapGet("", ListOAuthClients.HandleAsync).Exports<ListOAuthClients.Response>("oauth-clients").WithSummary("The programs that may ask for tokens.").Needs(Permission.ClientsManage);
        group.MapPost("", MakeOAuthClient.HandleAsync).WithSummary("Makes a client; answers its secret, once.").Needs(Permission.ClientsManage);
        group.MapPut("/{clientId}", ChangeOAuthClient.HandleAsync).WithSummary("Changes name, addresses and scopes of a client.").Needs(Permission.ClientsManage);
        group.MapPost("/{clientId}/secret", RenewOAuthSecret.HandleAsync).WithSummary("Gives a client a new secret; answers it, once.").Needs(Permission.ClientsManage);
        group.MapDelete("/{clientId}", RemoveOAuthClient.HandleAsync).WithSummary("Removes a client with all its tokens.").Needs(Permission.ClientsManage);
    }

    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/me/consents").WithTags("OAuth");
        group.MapGet("", ListConsents.HandleAsync).Exports<ListConsents.Response>("consents").WithSummary("The programs that may act for the caller, and those that ask to.").Needs(Permission.OwnAccount);
        group.MapPost("/{clientId}", ConsentToService.HandleAsync).WithSummary("Lets a service act for the caller.").Needs(Permission.OwnAccount);
        group.MapDelete("/{clientId}", WithdrawConsent.HandleAsync).WithSummary("Takes back what a program was given; its tokens are good no more.").Needs(Permission.OwnAccount);
    }

    private static void SetUp(OpenIddictServerBuilder server, OAuthOptions options, bool isDevelopment)
    {
        if (options.Issuer is { } issuer) server.SetIssuer(issuer);
        server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetUserInfoEndpointUris("connect/userinfo")
            .SetIntrospectionEndpointUris("connect/introspect").SetRevocationEndpointUris("connect/revoke").SetEndSessionEndpointUris("connect/logout");
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().AllowClientCredentialsFlow().RequireProofKeyForCodeExchange();
        server.RegisterScopes([Scopes.Profile, Scopes.OfflineAccess, .. OAuthScopes.All.Keys]);
        server.RegisterClaims(Claims.AuthenticationTime, Claims.Subject, Claims.Name, Claims.PreferredUsername);
        // References, so that a token can be revoked and tells whoever finds it nothing.
        server.UseReferenceAccessTokens().UseReferenceRefreshTokens();
        server.SetAccessTokenLifetime(options.AccessTokenLife).SetRefreshTokenLifetime(options.RefreshTokenLife);
        // A refresh token that comes a second time was stolen or its answer was lost: everything that grew from it ends.
        server.SetRefreshTokenReuseLeeway(TimeSpan.Zero);
        server.Configure(o => o.CodeChallengeMethods.Remove(CodeChallengeMethods.Plain));
        var web = server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableUserInfoEndpointPassthrough().EnableEndSessionEndpointPassthrough();
        if (isDevelopment) web.DisableTransportSecurityRequirement();
    }
}
