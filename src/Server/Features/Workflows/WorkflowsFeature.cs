using HrBpm.Activities.Evidence;
using HrBpm.Server.Features.Workflows.DryRuns;
using HrBpm.Server.Features.Workflows.Editing;
using HrBpm.Server.Features.Workflows.ElsaApi.Alterations;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Features.Workflows.ElsaApi.Live;
using HrBpm.Server.Features.Workflows.HttpEndpoints;
using HrBpm.Server.Features.Workflows.Scenarios;
using HrBpm.Server.Features.Workflows.Variants;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Transport;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Server.Features.Workflows;

/// <summary>The engine on the server: its store, its definitions, and what operators see and do.</summary>
internal static class WorkflowsFeature
{
    public static void AddWorkflowsFeature(this IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton(Settings.Read<ElsaOptions>(config, "Elsa"));
        services.AddSingleton(Settings.Read<ExpressionLimits>(config, "Expressions"));
        services.AddWorkflows(typeof(IAuditTrail).Assembly);
        services.AddSingleton(Settings.Read<WorkflowOptions>(config, "Workflows"));
        services.AddSingleton<KnownVersions>();
        services.AddSingleton<OpenedFlowKeys>();
        services.AddScoped<IErasableData, ErasableHistory>();
        services.AddScoped<FlowSeals>();
        services.AddScoped<ISealedTable, SealedTable<FlowKey>>();
        services.AddSingleton<RunSignals>();
        services.AddScoped<IWorkflowStore, EfWorkflowStore>();
        services.AddScoped<IDefinitionStore, EfDefinitionStore>();
        services.AddScoped<DefinitionModel>();
        services.AddDescriptors();
        services.AddInstances();
        services.AddLive();
        services.AddSingleton<WatchedFlows>();
        services.AddHostedService<TellOpenFlows>();
        services.AddAlterations();
        services.AddScoped<IDeliveryStore, EfDeliveryStore>();
        services.AddScoped<IActivationStore, EfActivationStore>();
        services.AddScoped<TriggerIndex>();
        services.AddScoped<ITriggerStore>(provider => provider.GetRequiredService<TriggerIndex>());
        services.AddScoped<EditDefinitions>();
        services.AddScoped<StartDefinition>();
        services.AddScoped<ChangeDefinitions>();
        services.AddScoped<DeleteDefinitions>();
        services.AddScoped<ConsumingDefinitions>();
        services.AddScoped<CheckDefinition>();
        services.AddScoped<CheckScenarios>();
        services.AddScoped<RulesThatFindNobody>();
        services.AddScoped<IStartupStep, ConvertScenarios>();
        services.AddScoped<IErasableData, ErasableScenarios>();
        services.AddVariants();
        services.AddSingleton<MatchRoute>();
        services.AddScoped<FindEndpoint>();
        services.AddScoped<RunByRequest>();
        services.AddScoped<InstanceTimeline>();
        services.AddScoped<ITimeline, FlowTimeline>();
        services.AddScoped<IDecisionFacts, DecisionFacts>();
        services.AddScoped<ImportDefinitions>();
        services.AddScoped<IStartupStep>(provider => provider.GetRequiredService<ImportDefinitions>());
        services.AddScoped<IStartupStep, ReleaseDeadLeases>();
        services.AddScoped<IAuditedRows, AuditedRuns>();
        services.AddScoped<IAuditedRows, AuditedCalls>();
    }

    /// <summary>The endpoints that flows offer.</summary>
    public static void MapFlowEndpoints(this IEndpointRouteBuilder routes) =>
        routes.Map("/workflows/{**path}", ServeEndpoint.HandleAsync).ExcludeFromDescription().WithMetadata(new ReadsAnyBody()).Anonymous("Each endpoint of a flow says itself who may call it.");

    /// <summary>Who has which definition open.</summary>
    public static void MapOpenFlowsHub(this IEndpointRouteBuilder routes) => routes.MapHub<OpenFlowsHub>(OpenFlowsHub.Path).Needs(Permission.WorkflowsRead);

    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        routes = routes.MapGroup("").WithTags("Workflows");
        routes.MapGet("/instances", ListInstances.HandleAsync).Exports<ListInstances.Summary>("instances").WithSummary("The company's workflow instances, the last changed first.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/instances/{id}", ShowInstance.HandleAsync).WithSummary("Where an instance stands, what it waits for, and what happened so far.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/instances/{id}/incidents", ListInstanceIncidents.HandleAsync).Exports<ListIncidents.Item>("instance-incidents").WithSummary("All incidents of an instance, oldest first.").Needs(Permission.WorkflowsRead);
        routes.MapPost("/instances/{id}/incidents/{incidentId}/resolve", SettleIncident.HandleAsync).WithSummary("Deals with an incident: retry, skip with a reason, or answer by hand.").Needs(Permission.WorkflowsManage);
        routes.MapPost("/instances/{id}/cancel", CancelInstance.HandleAsync).WithSummary("Ends an instance before its time.").Needs(Permission.WorkflowsManage);
        routes.MapGet("/incidents", ListIncidents.HandleAsync).Exports<ListIncidents.Item>("incidents").WithSummary("The company's open incidents, oldest first.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/jobs", ListJobs.HandleAsync).Exports<ListJobs.Item>("jobs").WithSummary("The jobs of an instance, with the calls that they made.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/definitions/{definitionId}/versions", ShowVersions.HandleAsync).WithSummary("The versions of a definition: who published each, with which note, what runs on it, and which flows use it.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/definitions/{definitionId}/open", ShowOpenFlow.HandleAsync).WithSummary("Who has a definition open, who is changing it, and who saved it last.").Needs(Permission.WorkflowsRead);
        routes.MapPost("/definitions/validate", ValidateDefinition.HandleAsync).WithSummary("Says what would keep an Elsa 3 definition from running, each problem with its node. Nothing is stored.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/dry-runs/person", ShowSamplePerson.HandleAsync).WithSummary("Somebody as a dry run needs to know them: where they stand, and when they work.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/dry-runs/people", FindPeopleByRule.HandleAsync).WithSummary("Whom an approver rule finds for somebody now.").Needs(Permission.WorkflowsRead);
        routes.MapGet("/definitions/{definitionId}/scenarios", ListScenarios.HandleAsync).WithSummary("The dry runs that the company has kept for a flow, by name.").Needs(Permission.WorkflowsRead);
        routes.MapPost("/definitions/{definitionId}/scenarios", KeepScenario.HandleAsync).WithSummary("Keeps a dry run as a scenario, which is run at every later publish.").Needs(Permission.WorkflowsManage);
        routes.MapDelete("/definitions/{definitionId}/scenarios/{scenarioId}", DropScenario.HandleAsync).WithSummary("Throws a scenario away.").Needs(Permission.WorkflowsManage);
        routes.MapVariants();
    }
}
