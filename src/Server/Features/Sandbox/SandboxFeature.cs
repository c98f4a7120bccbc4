using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Server.Features.Sandbox.DingTalk;
using HrBpm.Server.Features.Sandbox.Faults;
using HrBpm.Server.Features.Sandbox.Payroll;
using HrBpm.Server.Features.Sandbox.Scan;
using HrBpm.Server.Features.Sandbox.Scim;
using HrBpm.Server.Features.Sandbox.WeCom;
using HrBpm.Server.Platform;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Stand-ins for WeCom, DingTalk, a SCIM directory and a payroll system, which speak the same protocols as the real ones and keep state. Only with <c>Sandbox:Enabled</c>.</summary>
internal static class SandboxFeature
{
    public static void AddSandbox(this IServiceCollection services, IConfiguration configuration)
    {
        var options = Settings.Read<SandboxOptions>(configuration, "Sandbox");
        services.AddSingleton(options);
        if (!options.Enabled) return;
        services.AddSingleton<SandboxTurns>();
        services.AddScoped<NextFault>();
        services.AddScoped<WeComCaller>();
        services.AddScoped<TransferBook>();
        services.AddScoped<IStartupStep, SeedSandbox>();
        services.AddSingleton<IConnectorEndpoints, SandboxAddresses>();
        services.AddSingleton<IPostConfigureOptions<WeComOptions>, SandboxCredentials>();
        services.AddSingleton<IPostConfigureOptions<DingTalkOptions>, SandboxCredentials>();
        services.AddSingleton<ScanCodes>();
        services.AddSingleton<IPostConfigureOptions<ScimOptions>, SandboxCredentials>();
        services.AddSingleton<IPostConfigureOptions<PayrollOptions>, SandboxCredentials>();
    }

    /// <summary>The stand-ins, outside of our API.</summary>
    public static void MapStandIns(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<SandboxOptions>().Enabled) return;
        app.MapWeComStandIn();
        app.MapScimStandIn();
        app.MapPayrollStandIn();
        app.MapDingTalkStandIn();
        if (app.Services.GetRequiredService<DemoOptions>().Seed) app.MapScanPages();
    }

    private static void MapScanPages(this WebApplication app)
    {
        const string why = "Stands in for a phone.";
        var pages = app.MapGroup("/sandbox").ExcludeFromDescription();
        pages.MapGet("/wecom/scan", WeCom.Scan.ShowAsync).Anonymous(why);
        pages.MapPost("/wecom/scan", WeCom.Scan.AnswerAsync).Anonymous(why);
        pages.MapGet("/dingtalk/scan", DingTalkStandIn.ShowAsync).Anonymous(why);
        pages.MapPost("/dingtalk/scan", DingTalkStandIn.AnswerAsync).Anonymous(why);
    }

    /// <summary>What drives them.</summary>
    public static void MapSandbox(this IEndpointRouteBuilder routes)
    {
        if (!routes.ServiceProvider.GetRequiredService<SandboxOptions>().Enabled) return;
        var sandbox = routes.MapGroup("/sandbox").WithTags("Sandbox").Needs(Permission.SandboxManage);
        sandbox.MapGet("/clock", ReadClock.Handle).WithSummary("The server's time.");
        sandbox.MapPost("/clock/advance", AdvanceClock.HandleAsync).WithSummary("Moves the server's time forward.");
        sandbox.MapGet("/faults", ListFaults.HandleAsync).WithSummary("The faults that are switched on.");
        sandbox.MapPost("/faults", AddFault.HandleAsync).WithSummary("Switches a fault on.");
        sandbox.MapDelete("/faults", RemoveFaults.HandleAsync).WithSummary("Removes the faults of one stand-in, or all.");
        sandbox.MapGet("/effects", ReadEffects.HandleAsync).WithSummary("What really happened in the stand-ins.");
    }
}
