using HrBpm.Activities.Org;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.SignIn.Accounts;
using HrBpm.Server.Features.SignIn.Enterprise;
using HrBpm.Server.Features.SignIn.Live;
using HrBpm.Server.Features.SignIn.Messengers;
using HrBpm.Server.Features.SignIn.OAuth;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.SignalR;

namespace HrBpm.Server.Features.SignIn;

/// <summary>People sign in with a password and, where they have one, a second factor, and get a session.</summary>
internal static class SignInFeature
{
    private const string EitherScheme = "SessionOrToken";

    /// <exception cref="SettingsException">Outside development, passwords would be hashed at a lower cost than they have to be.</exception>
    public static void AddSignIn(this WebApplicationBuilder builder)
    {
        var (services, configuration, isDevelopment) = (builder.Services, builder.Configuration, builder.Environment.IsDevelopment());
        var options = Settings.Read<SignInOptions>(configuration, "SignIn");
        if (!isDevelopment && options.HashIterations < SignInOptions.FewestHashIterations)
            throw new SettingsException($"Expected SignIn:HashIterations to be at least {SignInOptions.FewestHashIterations} outside development, but it is {options.HashIterations}.");
        services.AddSingleton(options);
        services.Configure<PasswordHasherOptions>(o => o.IterationCount = options.HashIterations);
        services.AddSingleton<IPasswordHasher<Account>, PasswordHashing>();
        services.AddSingleton(new BreachedPasswords(options));
        services.AddSingleton<PasswordRules>();
        services.AddSingleton<PasswordCheck>();
        services.AddScoped<IErasableData, ErasableAccount>();
        services.AddScoped<IPersonalData, PersonalAccount>();
        services.AddScoped<SetPassword>();
        services.AddSingleton<StartSession>();
        services.AddSingleton<SignInChallenges>();
        services.AddSingleton<CodeCheck>();
        services.AddSingleton<EnrolSecondFactor>();
        services.AddScoped<FinishSignIn>();
        AddAccounts(services, configuration, options);
        services.AddSingleton<BrowserStates>();
        services.AddScoped<SignInSteps>();
        services.AddScoped<DemoEntrance>();
        AddPasskeys(services, options);
        services.AddEnterpriseSignIn();
        services.AddMessengers();
        services.AddScoped<ISignInAccounts, SignInAccounts>();
        services.AddScoped<IDemoSeed, SeedDemoAccounts>();
        services.AddDataProtection().SetApplicationName("HrBpm");
        services.AddOptions<KeyManagementOptions>().Configure<IServiceScopeFactory>((keys, scopes) => keys.XmlRepository = new DatabaseKeys(scopes));
        services.AddSingleton<AccessTokens>();
        services.AddScoped<IIdentities, SignedInIdentities>();
        services.AddSingleton<LiveConnections>();
        services.AddHostedService<EndConnections>();
        services.AddOptions<HubOptions>().Configure<LiveConnections>((hubs, connections) => hubs.AddFilter(connections));
        var offersOAuth = Settings.Read<OAuthOptions>(configuration, "OAuth").Enabled;
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, o => o.ForwardDefaultSelector = http => SchemeOf(http.Request, offersOAuth))
            .AddCookie(Session.Scheme, cookie => SetUp(cookie, options, isDevelopment))
            .AddScheme<AuthenticationSchemeOptions, AccessTokenHandler>(AccessTokens.Scheme, null);
    }

    private static void AddAccounts(IServiceCollection services, ConfigurationManager configuration, SignInOptions options)
    {
        services.AddScoped<ActOnAccount>();
        services.AddScoped<Invitations>();
        services.AddScoped<IInvitations>(provider => provider.GetRequiredService<Invitations>());
        services.AddScoped<FollowInvitation>();
        services.AddScoped<InvitePeople>();
        services.AddSingleton<AccountEnds>();
        services.AddScoped<IFollowsEmployment, FollowAccountEnds>();
        services.AddSingleton<EndAccounts>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<EndAccounts>());
        services.AddSingleton(new PageAddress(options.PublicAddress ?? new Uri(configuration["Inbox:PublicUrl"] ?? "http://localhost:5080")));
        services.AddSingleton<LetterSignal>();
        services.AddSingleton<SendInvitations>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<SendInvitations>());
        services.AddHostedService(provider => provider.GetRequiredService<SendInvitations>());
    }

    // Tokens of our own have three parts; those of OAuth are references without any.
    private static string SchemeOf(HttpRequest request, bool offersOAuth) => AccessTokenHandler.TokenOf(request) switch
    {
        null => Session.Scheme,
        { } token when offersOAuth && !token.Contains('.', StringComparison.Ordinal) => OAuthTokenHandler.SchemeName,
        _ => AccessTokens.Scheme,
    };

    // Identity checks what authenticators answer; sessions, cookies and passwords stay ours.
    private static void AddPasskeys(IServiceCollection services, SignInOptions options)
    {
        services.AddIdentityCore<Account>().AddUserStore<PasskeyAccounts>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<PasskeyStates>();
        services.AddScoped<PasskeyCheck>();
        services.Configure<IdentityPasskeyOptions>(o =>
        {
            o.ServerDomain = options.PasskeyDomain;
            o.UserVerificationRequirement = "required";
            o.ResidentKeyRequirement = "required";
            o.AuthenticatorTimeout = options.ChallengeLife;
        });
    }

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Sign-in");
        MapSteps(group);
        group.MapPost("/sign-out", (Delegate)SignOut.HandleAsync).WithSummary("Ends the session of this browser.").Anonymous("Signing out twice does no harm.");
        group.MapGet("/me", ReadMe.Handle).WithSummary("Who is signed in, and what they may do.").Needs(Permission.SelfRead);
        group.MapGet("/me/sessions", ListSessions.HandleAsync).Exports<ListSessions.Response>("sessions").WithSummary("The caller's sessions that count, newest first.").Needs(Permission.OwnAccount);
        group.MapDelete("/me/sessions/{sessionId}", EndSession.HandleAsync).WithSummary("Ends one of the caller's sessions.").Needs(Permission.OwnAccount);
        group.MapPost("/me/sign-out-everywhere", SignOutEverywhere.HandleAsync).WithSummary("Ends all sessions of the caller.").Needs(Permission.OwnAccount);
        group.MapPost("/me/password", ChangePassword.HandleAsync).WithSummary("Changes the caller's password, and ends the other sessions.").Needs(Permission.OwnAccount);
        group.MapGet("/me/second-factor", ReadSecondFactor.HandleAsync).WithSummary("Whether the caller has an authenticator app.").Needs(Permission.OwnAccount);
        group.MapPost("/me/second-factor", BeginEnrolment.HandleAsync).WithSummary("Begins to enrol an authenticator app.").Needs(Permission.OwnAccount);
        group.MapPost("/me/second-factor/confirm", ConfirmEnrolment.HandleAsync).WithSummary("Finishes enrolling with a code of the app; answers the recovery codes.").Needs(Permission.OwnAccount);
        group.MapPost("/me/second-factor/remove", RemoveSecondFactor.HandleAsync).WithSummary("Removes the caller's authenticator app.").Needs(Permission.OwnAccount);
        group.MapGet("/me/passkeys", ListPasskeys.HandleAsync).Exports<ListPasskeys.Response>("passkeys").WithSummary("The caller's passkeys, newest first.").Needs(Permission.OwnAccount);
        group.MapPost("/me/passkeys/begin", BeginPasskey.HandleAsync).WithSummary("Begins to register a passkey: options for the browser.").Needs(Permission.OwnAccount);
        group.MapPost("/me/passkeys", RegisterPasskey.HandleAsync).WithSummary("Registers a passkey with the browser's answer.").Needs(Permission.OwnAccount);
        group.MapDelete("/me/passkeys/{passkeyId}", RemovePasskey.HandleAsync).WithSummary("Removes one of the caller's passkeys.").Needs(Permission.OwnAccount);
        MapAccounts(group.MapGroup("/accounts"));
    }

    private static void MapAccounts(RouteGroupBuilder accounts)
    {
        accounts.MapGet("", ListAccounts.HandleAsync).Exports<ListAccounts.Item>("accounts").WithSummary("The people of the company with the state of their accounts.").Needs(Permission.AccountsManage);
        accounts.MapPost("/invite", InviteMany.HandleAsync).IsExpensive().WithSummary("Gives accounts to people who have none.").Needs(Permission.AccountsManage);
        accounts.MapPost("/{personId}/invite", InvitePerson.HandleAsync).WithSummary("Gives a person an account, or a new link to choose a password.").Needs(Permission.AccountsManage);
        accounts.MapPost("/{personId}/disable", DisableAccount.HandleAsync).WithSummary("Disables a person's account, and ends their sessions.").Needs(Permission.AccountsManage);
        accounts.MapPost("/{personId}/enable", EnableAccount.HandleAsync).WithSummary("Enables a person's account again.").Needs(Permission.AccountsManage);
        accounts.MapPost("/{personId}/ask-for-new-password", AskForNewPassword.HandleAsync).WithSummary("Ends a person's sessions and asks for a new password.").Needs(Permission.AccountsManage);
        accounts.MapPost("/{personId}/reset-second-factor", ResetSecondFactor.HandleAsync).WithSummary("Removes a person's lost authenticator app.").Needs(Permission.AccountsManage);
    }

    private static void MapSteps(RouteGroupBuilder group)
    {
        const string next = "The challenge tells whose sign-in it is.";
        group.MapPost("/sign-in", SignIn.HandleAsync).CountsFailures().WithSummary("Starts a session, or says with 202 which step comes next.").Anonymous("Whoever signs in has no session yet.");
        group.MapPost("/sign-in/passkey/begin", BeginSignInByPasskey.HandleAsync).CountsFailures().WithSummary("Begins a sign-in by passkey: options for the browser.").Anonymous("Whoever signs in has no session yet.");
        group.MapPost("/sign-in/passkey", SignInByPasskey.HandleAsync).CountsFailures().WithSummary("Starts a session with the answer of a passkey.").Anonymous("Whoever signs in has no session yet.");
        group.MapPost("/sign-in/code", GiveCode.HandleAsync).CountsFailures().WithSummary("Next step of a sign-in: a code of the authenticator app, or a recovery code.").Anonymous(next);
        group.MapPost("/sign-in/enrol", EnrolAtSignIn.HandleAsync).CountsFailures().WithSummary("Next step of a sign-in: the secret for an authenticator app.").Anonymous(next);
        group.MapPost("/sign-in/enrol/confirm", ConfirmAtSignIn.HandleAsync).CountsFailures().WithSummary("Finishes that step with a code of the app.").Anonymous(next);
        group.MapPost("/sign-in/invitation", FollowInvitation.HandleAsync).CountsFailures().WithSummary("Begins a sign-in with a link for choosing a password: the next step.").Anonymous("The token of the link is the proof.");
        group.MapPost("/sign-in/new-password", GiveNewPassword.HandleAsync).CountsFailures().WithSummary("Next step of a sign-in: a new password.").Anonymous(next);
    }

    public static void MapElsaLogIn(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/elsa/api/identity/login", LogIn.HandleAsync).CountsFailures().Produces<LogIn.Response>()
            .WithSummary("Gives an access token, as Elsa's clients ask for it.").WithTags("Sign-in").Anonymous("Whoever signs in has no token yet.");
        routes.MapPost("/elsa/api/identity/refresh-token", RefreshLogIn.HandleAsync).CountsFailures().Produces<LogIn.Response>()
            .WithSummary("Gives a new access token for a refresh token.").WithTags("Sign-in").Anonymous("The refresh token is the proof; the access token may be over.");
    }

    private static void SetUp(CookieAuthenticationOptions options, SignInOptions settings, bool isDevelopment)
    {
        options.Cookie.Name = "hrbpm";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        // Behind a proxy that nobody has told us to trust, a request looks as if it came by HTTP; the browser came by HTTPS all the same.
        options.Cookie.SecurePolicy = isDevelopment ? CookieSecurePolicy.SameAsRequest : CookieSecurePolicy.Always;
        options.ExpireTimeSpan = settings.SessionLife;
        options.SlidingExpiration = true;
        // Sessions live in real time: moving the sandbox's clock by a month must not sign everybody out.
        options.TimeProvider = TimeProvider.System;
        options.Events.OnValidatePrincipal = Session.CheckAsync;
        options.Events.OnRedirectToLogin = context => LeadToSignIn.TryAsync(context.HttpContext, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => LeadToSignIn.TryAsync(context.HttpContext, StatusCodes.Status403Forbidden);
    }
}
