using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Actions;

/// <summary>What clients do beside definitions and instances: resume, try, and look up.</summary>
internal static class ActionRoutes
{
    public static void MapActions(this IEndpointRouteBuilder api)
    {
        api.MapPost("/bookmarks/{id}/resume", ResumeBookmark.HandleAsync).WithTags("Actions").WithSummary("Resumes what waits for something from outside.").Needs(Permission.WorkflowsManage);
        api.MapPost("/events/{eventName}/trigger", TriggerEvent.HandleAsync).WithTags("Actions").WithSummary("Publishes an event: starts what it starts, and resumes what waits for it.").Needs(Permission.WorkflowsManage);
        api.MapPost("/tasks/{taskId}/complete", ReportTask.HandleAsync).WithTags("Actions").WithSummary("Reports a task that a flow asked another application for as done.").Needs(Permission.WorkflowsManage);
        api.MapPost("/tests/activities", TryActivity.HandleAsync).WithTags("Actions").WithSummary("Tries one activity by itself; nothing of it is kept.").Needs(Permission.WorkflowsManage);
        api.MapPost("/scripting/javascript/type-definitions/{definitionId}", ReadTypeDefinitions.HandleAsync).WithTags("Actions").WithSummary("What scripts of a definition may use, as TypeScript declarations.").Needs(Permission.WorkflowsRead);
        api.MapGet("/resilience/strategies", Resilience.ListStrategies).WithName("listResilienceStrategies").WithTags("Actions").WithSummary("How work outside is retried.").Needs(Permission.WorkflowsRead);
        api.MapGet("/resilience/retries/{activityInstanceId}", Resilience.ListRetriesAsync).WithName("listRetries").WithTags("Actions").WithSummary("The attempts of the work that a visit asked for.").Needs(Permission.WorkflowsRead);
    }
}
