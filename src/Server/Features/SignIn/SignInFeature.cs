using HrBpm.Activities.Org;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;

namespace HrBpm.Server.Features.SignIn;

/// <summary>People sign in with a password and get a session cookie.</summary>
internal static class SignInFeature
{
    private const string EitherScheme = "SessionOrToken";

    public static void AddSignIn(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Settings.Read<SignInOptions>(configuration, "SignIn");
        services.AddSingleton(options);
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = options.HashIterations);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddSingleton<PasswordCheck>();
        services.AddScoped<ISignInAccounts, SignInAccounts>();
        services.AddScoped<IDemoSeed, SeedDemoAccounts>();
        services.AddDataProtection().SetApplicationName("HrBpm");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory>((keys, scopes) => keys.XmlRepository = new DatabaseKeys(scopes));
        services.AddSingleton<AccessTokens>();
        services.AddScoped<IIdentities, SignedInIdentities>();
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = http => AccessTokenHandler.TokenOf(http.Request) is null ? Session.Scheme : AccessTokens.Scheme)
            .AddCookie(Session.Scheme, cookie => SetUp(cookie, options))
            .AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokens.Scheme, null);
    }

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in", SignIn.HandleAsync).CountsFailures().WithSummary("Starts a session.").WithTags("Sign-in").Anonymous("Whoever signs in has no session yet.");
        routes.MapPost("/sign-out", (Delegate)SignOut.HandleAsync).WithSummary("Ends the session of this browser.").WithTags("Sign-in").Anonymous("Signing out twice does no harm.");
        routes.MapGet("/me", ReadMe.Handle).WithSummary("Who is signed in, and what they may do.").WithTags("Sign-in").Needs(Permission.SelfRead);
    }

    public static void MapElsaLogIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/elsa/api/identity/login", LogIn.HandleAsync).CountsFailures().Produces<LogIn.Response>()
            .WithSummary("Gives an access token, as Elsa's clients ask for it.").WithTags("Sign-in").Anonymous("Whoever signs in has no token yet.");
        routes.MapPost("/elsa/api/identity/refresh-token", RefreshLogIn.HandleAsync).CountsFailures().Produces<LogIn.Response>()
            .WithSummary("Gives a new access token for a refresh token.").WithTags("Sign-in").Anonymous("The refresh token is the proof; the access token may be over.");
    }

    private static void SetUp(CookieAuthenticationOptions options, SignInOptions settings)
    {
        options.Cookie.Name = "hrbpm";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = settings.SessionLife;
        options.SlidingExpiration = true;
        // Sessions live in real time: moving the sandbox's clock by a month must not sign everybody out.
        options.TimeProvider = TimeProvider.System;
        options.Events.OnValidatePrincipal = Session.CheckAsync;
        options.Events.OnRedirectToLogin = context => Answer(context.Response, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context.Response, StatusCodes.Status403Forbidden);
    }

    private static Task Answer(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
