using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Instances, what happened to them, and their end.</summary>
internal static class InstanceRoutes
{
    public static void AddInstances(this IServiceCollection services)
    {
        services.AddSingleton<InstanceHistories.Kept>();
        services.AddScoped<InstanceHistories>();
        services.AddScoped<WorkflowStates>();
        services.AddScoped<DeleteWorkflowInstances>();
        services.AddScoped<AddInstance>();
    }

    public static void MapInstances(this IEndpointRouteBuilder api)
    {
        var instances = api.MapGroup("/workflow-instances").WithTags("Instances");
        instances.MapPost("", ListWorkflowInstances.HandleAsync).WithSummary("The company's instances by page, filtered and ordered.").Needs(Permission.WorkflowsRead);
        instances.MapGet("/{id}", ReadWorkflowInstance.HandleAsync).WithSummary("One instance, with where it stands.").Needs(Permission.WorkflowsRead);
        instances.MapDelete("/{id}", DeleteWorkflowInstances.HandleAsync).WithName("deleteWorkflowInstance").WithSummary("Cancels an instance where it runs, and takes it out of sight.").Needs(Permission.WorkflowsManage);
        instances.MapGet("/{id}/execution-state", ReadExecutionState.HandleAsync).WithSummary("Whether an instance has changed.").Needs(Permission.WorkflowsRead);
        instances.MapGet("/{id}/variables", ListInstanceVariables.HandleAsync).WithSummary("The variables that an instance has now.").Needs(Permission.WorkflowsRead);
        instances.MapGet("/{id}/journal", ReadJournal.HandleAsync).WithName("readJournal").WithSummary("What happened to an instance, by page.").Needs(Permission.WorkflowsRead);
        instances.MapPost("/{id}/journal", ReadJournal.HandleFilteredAsync).WithName("readFilteredJournal").WithSummary("What happened to an instance, filtered, by page.").Needs(Permission.WorkflowsRead);
        instances.MapGet("/{id}/export", ExportWorkflowInstances.HandleAsync).IsExpensive().WithName("exportWorkflowInstance").WithSummary("An instance as a JSON file.").Needs(Permission.WorkflowsRead);
        api.MapPost("/cancel/workflow-instances/{id}", CancelWorkflowInstances.HandleAsync).WithName("cancelWorkflowInstance").WithTags("Instances").WithSummary("Ends an instance before its time.").Needs(Permission.WorkflowsManage);

        var bulk = api.MapGroup("/bulk-actions").WithTags("Instances");
        bulk.MapPost("/cancel/workflow-instances", CancelWorkflowInstances.HandleBulkAsync).WithName("cancelWorkflowInstances").WithSummary("Ends several instances before their time.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/delete/workflow-instances", DeleteWorkflowInstances.HandleBulkAsync).WithName("deleteWorkflowInstances").WithSummary("Cancels instances where they run, and takes them out of sight.").Needs(Permission.WorkflowsManage);
        bulk.MapPost("/export/workflow-instances", ExportWorkflowInstances.HandleBulkAsync).IsExpensive().WithName("exportWorkflowInstances").WithSummary("Several instances as a ZIP of JSON files.").Needs(Permission.WorkflowsRead);
        bulk.MapPost("/import/workflow-instances", ImportWorkflowInstances.HandleAsync).IsExpensive().DisableAntiforgery().WithName("importWorkflowInstances").WithSummary("Takes exported instances, as JSON or ZIP files: all of them, or none.").Needs(Permission.WorkflowsManage);

        var executions = api.MapGroup("/activity-executions").WithTags("Activity executions");
        executions.MapGet("/list", ListActivityExecutions.HandleAsync).WithSummary("The visits to an instance's activities.").Needs(Permission.WorkflowsRead);
        executions.MapGet("/by-id", ReadActivityExecution.HandleAsync).WithSummary("One visit to an activity.").Needs(Permission.WorkflowsRead);
        executions.MapGet("/{id}/call-stack", ReadCallStack.HandleAsync).WithSummary("How an instance came to a visit.").Needs(Permission.WorkflowsRead);
        executions.MapPost("/report", ReportActivityExecutions.HandleAsync).WithSummary("How often each activity was visited, and how that stands.").Needs(Permission.WorkflowsRead);
        api.MapGet("/activity-execution-summaries/list", ListActivityExecutions.HandleSummariesAsync).WithName("listActivitySummaries").WithTags("Activity executions").WithSummary("The visits to an instance's activities, in short.").Needs(Permission.WorkflowsRead);
    }
}
