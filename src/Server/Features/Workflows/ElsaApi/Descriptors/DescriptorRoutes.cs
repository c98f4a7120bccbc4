using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>What designers offer: activity types, expressions, and the settings of definitions.</summary>
internal static class DescriptorRoutes
{
    public static void AddDescriptors(this IServiceCollection services)
    {
        services.AddSingleton<ListActivityDescriptors.Made>();
        services.AddSingleton<UsableDefinitions.Seen>();
        services.AddScoped<UsableDefinitions>();
    }

    public static void MapDescriptors(this IEndpointRouteBuilder api)
    {
        var descriptors = api.MapGroup("/descriptors").WithTags("Descriptors");
        descriptors.MapGet("/activities", ListActivityDescriptors.HandleAsync).Produces<ItemList<ActivityDescriptorModel>>().WithSummary("Every activity type that a definition may use.").Needs(Permission.WorkflowsRead);
        descriptors.MapPost("/activities/{type}/options/{property}", ListActivityOptions.Handle).WithSummary("What can be chosen for an input of an activity type.").Needs(Permission.WorkflowsRead);
        Named(descriptors.MapGet("/expression-descriptors", DefinitionSettings.ListExpressionDescriptors), "listExpressionDescriptors", "The kinds of expressions.");
        Named(descriptors.MapGet("/workflow-activation-strategies", DefinitionSettings.ListActivationStrategies), "listActivationStrategies", "When a new instance may be made.");
        Named(descriptors.MapGet("/incident-strategies", DefinitionSettings.ListIncidentStrategies), "listIncidentStrategies", "What an incident does to its instance.");
        Named(descriptors.MapGet("/log-persistence-strategies", DefinitionSettings.ListLogPersistenceStrategies), "listLogPersistenceStrategies", "What is kept of an activity's inputs and outputs.");
        Named(descriptors.MapGet("/storage-drivers", DefinitionSettings.ListStorageDrivers), "listStorageDrivers", "Where variables live.");
        Named(descriptors.MapGet("/commit-strategies/workflows", DefinitionSettings.ListWorkflowCommitStrategies), "listWorkflowCommitStrategies", "When a run commits.");
        Named(descriptors.MapGet("/commit-strategies/activities", DefinitionSettings.ListActivityCommitStrategies), "listActivityCommitStrategies", "When an activity commits: with its run, always.");
        Named(descriptors.MapGet("/variables", DefinitionSettings.ListVariableTypes), "listVariableTypes", "The types of variables.");
        Named(descriptors.MapGet("/output-converters", DefinitionSettings.ListOutputConverters), "listOutputConverters", "Converters between an output and what captures it.");
        Named(api.MapGet("/features/installed", InstalledFeatures.List).WithTags("Features"), "listInstalledFeatures", "Which of Elsa's features there are.");
        Named(api.MapGet("/features/installed/{fullName}", InstalledFeatures.Read).WithTags("Features"), "readInstalledFeature", "One feature, when it is installed.");
        Named(api.MapGet("/package/version", InstalledFeatures.ReadVersion).WithTags("Features"), "readElsaVersion", "The version of Elsa whose API this is.");
    }

    private static void Named(RouteHandlerBuilder route, string name, string summary) => route.WithName(name).WithSummary(summary).Needs(Permission.WorkflowsRead);
}
