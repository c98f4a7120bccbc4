using HrBpm.Activities.Connectors.Http;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.SignIn.Enterprise;

/// <summary>People sign in by the identity provider of their company.</summary>
internal static class EnterpriseSetup
{
    /// <summary>Longest wait for one answer of a provider: somebody sits in front of it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int LargestAnswerBytes = 1024 * 1024;

    public static void AddEnterpriseSignIn(this IServiceCollection services)
    {
        services.AddHttpClient(ProviderDirectory.ClientName, http => (http.Timeout, http.MaxResponseContentBufferSize) = (Patience, LargestAnswerBytes))
            .RemoveAllLoggers() // An address may carry a code.
            .OnlyToPublicAddresses();
        services.AddSingleton<ProviderDirectory>();
        services.AddSingleton<OidcExchange>();
        services.AddSingleton<FindBoundAccount>();
        services.AddScoped<ProviderSignIn>();
        services.AddScoped<OfferedSignIns>();
        services.AddScoped<MakeProvider>();
        services.AddScoped<ChangeProvider>();
        services.AddScoped<IPersonalData, PersonalLogins>();
        services.AddScoped<IDangerousAct, ProviderOnAct>();
        services.AddScoped<ISealedTable, SealedTable<IdentityProvider>>();
    }

    public static void MapIdentityProviders(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sign-in/offers", ListOfferedSignIns.HandleAsync).WithTags("Sign-in").WithSummary("By what else the people of a company may sign in.").Anonymous("Whoever signs in has no session yet.");
        var names = routes.MapGroup("/sign-in-names").WithTags("Identity providers").Needs(Permission.SignInManage);
        names.MapGet("", ListSignInNames.HandleAsync).WithSummary("The names by which people find the company's sign-in.");
        names.MapPut("", SetSignInNames.HandleAsync).WithSummary("Sets these names.");
        var providers = routes.MapGroup("/identity-providers").WithTags("Identity providers").Needs(Permission.SignInManage);
        providers.MapGet("", ListProviders.HandleAsync).WithSummary("The company's identity providers.");
        providers.MapPost("", MakeProvider.HandleAsync).WithSummary("Makes an identity provider, which is off at first.");
        providers.MapPut("/{providerId:guid}", ChangeProvider.HandleAsync).WithSummary("Changes an identity provider; what decides who is who switches it off.");
        providers.MapDelete("/{providerId:guid}", RemoveProvider.HandleAsync).WithSummary("Removes an identity provider, and who is who at it.");
        providers.MapPost("/{providerId:guid}/try", TryProvider.HandleAsync).IsExpensive().WithSummary("Tries to reach an identity provider.");
        providers.MapPost("/{providerId:guid}/on", SwitchProviderOn.HandleAsync).WithSummary("Asks a second person to switch an identity provider on.");
        providers.MapPost("/{providerId:guid}/off", SwitchProviderOff.HandleAsync).WithSummary("Switches an identity provider off at once.");
        providers.MapDelete("/{providerId:guid}/people/{personId:guid}", ForgetPersonAtProvider.HandleAsync).WithSummary("Forgets who a person is at an identity provider.");
    }
}
