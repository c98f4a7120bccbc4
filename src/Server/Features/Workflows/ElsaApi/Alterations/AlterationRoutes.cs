using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Repairs of running instances.</summary>
internal static class AlterationRoutes
{
    public static void AddAlterations(this IServiceCollection services)
    {
        services.AddSingleton<AlterationSignal>();
        services.AddSingleton<CarryOutPlans>();
        services.AddSingleton<IComesDue>(provider => provider.GetRequiredService<CarryOutPlans>());
        services.AddHostedService(provider => provider.GetRequiredService<CarryOutPlans>());
    }

    public static void MapAlterations(this IEndpointRouteBuilder api)
    {
        var alterations = api.MapGroup("/alterations").WithTags("Alterations");
        alterations.MapPost("/dry-run", DryRunAlterations.HandleAsync).WithSummary("Which instances a plan would alter, and what would be refused; nothing changes.").Needs(Permission.WorkflowsManage);
        alterations.MapPost("/run", RunAlterations.HandleAsync).WithSummary("Alters instances at once, each whole or not at all.").Needs(Permission.WorkflowsManage);
        alterations.MapPost("/submit", SubmitAlterations.HandleAsync).WithSummary("Keeps a plan for the instances that a filter finds, and carries it out after the answer.").Needs(Permission.WorkflowsManage);
        alterations.MapGet("/{id}", ReadAlterationPlan.HandleAsync).WithSummary("A plan, and what became of it for each instance.").Needs(Permission.WorkflowsManage);
        alterations.MapPost("/workflows/retry", RetryInstances.HandleAsync).WithSummary("Tries again what stands at an incident.").Needs(Permission.WorkflowsManage);
    }
}
