using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>Dangerous acts need two people: one asks, another consents. Any feature may add an <see cref="IDangerousAct"/>.</summary>
internal static class TwoPersonRuleFeature
{
    public static void AddTwoPersonRule(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(Settings.Read<TwoPersonOptions>(configuration, "TwoPersonRule"));
        services.AddScoped<ITwoPersonRule, AskSecondPerson>();
        services.AddScoped<DecideRequest>();
    }

    public static void MapTwoPersonRule(this IEndpointRouteBuilder routes)
    {
        var requests = routes.MapGroup("/two-person-requests").WithTags("Two-person rule");
        requests.MapGet("", ListRequests.HandleAsync).Exports<ListRequests.Item>("two-person-requests").Needs(Permission.ConsentGive).WithSummary("What waits for a second person.");
        requests.MapPost("/{requestId:guid}/consent", ConsentToRequest.HandleAsync).Needs(Permission.ConsentGive).WithSummary("Consents as the second person, which does what was asked for.");
        requests.MapPost("/{requestId:guid}/refuse", RefuseRequest.HandleAsync).Needs(Permission.ConsentGive).WithSummary("Refuses, or takes back what one asked for.");
    }
}
