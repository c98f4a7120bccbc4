using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Uploads;

namespace HrBpm.Server.Features.Flows;

/// <summary>Flows as the people see them who start them, have a part in them, or look after those whom they are about.</summary>
internal static class FlowsFeature
{
    public static void AddFlows(this IServiceCollection services)
    {
        services.AddScoped<IPersonalData, PersonalDrafts>();
        services.AddScoped<IErasableData, ErasableDrafts>();
    }

    public static void MapFlows(this IEndpointRouteBuilder routes)
    {
        const string Why = "People of a group have tasks in each other's companies.";

        var flows = routes.MapGroup("/flows").WithTags("Flows").AcrossTheGroup(Why);
        flows.MapGet("", ListFlows.HandleAsync).Exports<ListFlows.Item>("flows").Needs(Permission.TasksRead).WithSummary("The flows that the caller may see, the newest first.");
        flows.MapGet("/{instanceId}", ShowFlow.HandleAsync).Needs(Permission.TasksRead).WithSummary("One flow: its picture with the way it took, for whom it waits, and what happened.");

        var dashboard = routes.MapGroup("/dashboard").WithTags("Flows").AcrossTheGroup(Why);
        dashboard.MapGet("", ShowDashboard.HandleAsync).Needs(Permission.TasksRead).WithSummary("Figures of the flows that the caller may see.");
        dashboard.MapGet("/steps", ListStepTimes.HandleAsync).Exports<ListStepTimes.Item>("step-times").Needs(Permission.TasksRead).WithSummary("How long each step takes, the slowest first.");

        var start = routes.MapGroup("/start").WithTags("Flows");
        start.MapGet("", ListStartable.HandleAsync).Needs(Permission.TasksComplete).WithSummary("The flows that the caller may start.");
        start.MapGet("/{definitionId}", ListStartable.OneAsync).Needs(Permission.TasksComplete).WithName("showStartable").WithSummary("One of them, with its form and picture.");
        start.MapPost("/{definitionId}", StartFlow.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Starts a flow with what was filled in. Sending it again with the same request id starts nothing again.");
        start.MapPost("/{definitionId}/files/{field}", UploadStartFile.HandleAsync).Needs(Permission.TasksComplete).Uploads(routes.ServiceProvider.GetRequiredService<UploadLimits>().LargestRequest).WithSummary("Puts a file into an attachment field of the form.");
        start.MapPut("/{definitionId}/draft", KeepStartDraft.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Keeps what the caller has filled in so far.");
        start.MapDelete("/{definitionId}/draft", DropStartDraft.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Throws that away.");
        routes.MapGet("/start-drafts", ListStartDrafts.HandleAsync).WithTags("Flows").Needs(Permission.TasksComplete).WithSummary("What the caller has begun to fill in.");
    }
}
