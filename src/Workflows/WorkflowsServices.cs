using System.Reflection;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Soundness;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Expressions.JavaScript;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace HrBpm.Workflows;

/// <summary>Adds the engine to a container. The host adds an <see cref="IWorkflowStore"/> and an <see cref="IDefinitionStore"/>, both scoped.</summary>
public static class WorkflowsServices
{
    /// <summary>Adds the engine with the activities of these assemblies.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services, params IEnumerable<Assembly> activities) =>
        services.AddWorkflows(activities.SelectMany(a => a.GetTypes()));

    /// <summary>Adds the engine with these activity classes.</summary>
    public static IServiceCollection AddWorkflows(this IServiceCollection services, IEnumerable<Type> activities)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ExpressionLimits>();
        services.TryAddSingleton<EngineLimits>();
        services.TryAddSingleton<ElsaOptions>();
        services.TryAddSingleton<ExpressionEvaluator>();
        var types = activities.ToList();
        services.AddSingleton(new NodeCatalog(types));
        foreach (var check in types.Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IActivityCheck)))) services.AddSingleton(typeof(IActivityCheck), check);
        services.AddSingleton<NodeDescriptions>();
        services.AddSingleton<ActivityTrial>();
        services.AddSingleton<TypeDeclarations>();
        services.AddSingleton<DefinitionCompiler>();
        services.TryAddSingleton<SoundnessLimits>();
        services.AddSingleton<SoundnessCheck>();
        services.AddSingleton<DefinitionValidator>();
        services.AddSingleton<GraphCache>();
        services.AddSingleton<Engine>();
        services.AddSingleton<JobRunner>();
        services.AddSingleton<WorkflowRuntime>();
        services.AddSingleton<TriggerReader>();
        services.AddSingleton(s => new StimulusRouting(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<EngineLimits>(), s.GetRequiredService<TimeProvider>()));
        services.AddSingleton(s => new Deliveries(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<WorkflowRuntime>(), s.GetRequiredService<StimulusRouting>(),
            s.GetRequiredService<EngineLimits>(), s.GetRequiredService<TimeProvider>(), s.GetRequiredService<ILogger<Deliveries>>()));
        services.AddSingleton(s => new StimulusSender(s.GetRequiredService<IServiceScopeFactory>(), s.GetRequiredService<WorkflowRuntime>(), s.GetRequiredService<StimulusRouting>(), s.GetRequiredService<Deliveries>()));
        return services;
    }
}
