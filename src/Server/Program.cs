using HrBpm.Activities.Connectors;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Assets;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Flows;
using HrBpm.Server.Features.Workflows.Gallery;
using HrBpm.Server.Features.Health;
using HrBpm.Server.Features.Inbox;
using HrBpm.Server.Features.Inbox.Pages;
using HrBpm.Server.Features.Offboarding;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Pages;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Features.Privacy;
using HrBpm.Server.Features.Roles;
using HrBpm.Server.Features.PersonSecrets;
using HrBpm.Server.Features.Sandbox;
using HrBpm.Server.Features.Signatures;
using HrBpm.Server.Features.SignIn;
using HrBpm.Server.Features.SignIn.Enterprise;
using HrBpm.Server.Features.SignIn.OAuth;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Features.Studio;
using HrBpm.Server.Features.TwoPersonRule;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Features.Workflows.ElsaApi;
using HrBpm.Server.Features.WorkingTime;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Backups;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Verbs;

namespace HrBpm.Server;

/// <summary>Composition: a line per feature. The command line is in <see cref="CommandLine"/>.</summary>
internal static class HrBpmHost
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args);

    /// <summary>The server, ready to start. Starting it prepares the database first.</summary>
    /// <param name="args">Settings in command line form, for example <c>--database postgres</c> or <c>--Demo:Seed=true</c>.</param>
    /// <param name="adjust">For tests: changes to services and settings, before the server is built.</param>
    /// <exception cref="SettingsException">A setting is not usable.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = SettingArguments.Spell(args),
            ContentRootPath = DataFolder.ContentRoot(),
        });
        builder.AddPlatform();
        builder.AddDatabase();
        builder.Services.AddExports();
        builder.Services.AddOrg(builder.Configuration);
        builder.Services.AddWorkingTime();
        builder.Services.AddRoles();
        builder.Services.AddTwoPersonRule(builder.Configuration);
        builder.Services.AddPersonalData();
        builder.Services.AddPersonSecrets();
        builder.AddSignIn();
        builder.Services.AddAssets();
        builder.Services.AddFlows();
        builder.Services.AddOffboarding(builder.Configuration);
        builder.Services.AddPayroll();
        builder.AddKeyFolder();
        builder.AddOAuth();
        builder.AddAudit();
        builder.AddBackups();
        builder.Services.AddConnectors(builder.Configuration);
        builder.Services.AddSandbox(builder.Configuration);
        builder.Services.AddPrivacy();
        builder.Services.AddSignatures(builder.Configuration);
        builder.Services.AddInbox(builder.Configuration);
        builder.AddScheduling();
        builder.Services.AddWorkflowsFeature(builder.Configuration);
        builder.Services.AddStudio(builder.Configuration);
        builder.AddPages();

        builder.Services.AddSingleton(new ServerArguments(args));
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.UsePlatform();
        app.UseSameOrigin();

        app.MapApiDocument();
        app.MapHealth();
        app.MapSignInPages();
        app.MapTaskPages();
        app.MapInboxHub();
        app.MapOpenFlowsHub();
        app.MapOAuth();
        app.MapStandIns();
        app.MapFlowEndpoints();

        var api = app.MapGroup("/api");
        api.MapSignIn();
        api.MapOAuthClients();
        api.MapConsents();
        api.MapIdentityProviders();
        api.MapOrg();
        api.MapWorkingTime();
        api.MapRoles();
        api.MapTwoPersonRule();
        api.MapSecrets();
        api.MapBackups();
        api.MapPersonalData();
        api.MapPersonSecrets();
        api.MapAssets();
        api.MapPrivacy();
        api.MapOffboarding();
        api.MapPayroll();
        api.MapAudit();
        api.MapInbox();
        api.MapFlows();
        api.MapGallery();
        api.MapSandbox();
        api.MapSignatures();
        api.MapWorkflows();
        app.MapElsaApi();
        app.MapStudio();
        app.MapElsaLogIn();
        app.MapPages();
        app.MapExports();

        app.CheckRoutes();
        return app;
    }
}
