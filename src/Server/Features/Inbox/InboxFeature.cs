using HrBpm.Activities.Accounts;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Inbox;

/// <summary>People's tasks: what flows ask of people, and what people answer.</summary>
internal static class InboxFeature
{
    // Beside the file, a form body has boundaries and headers.
    private const int FormOverhead = 64 * 1024;

    public static void AddInbox(this IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton(Settings.Read<InboxOptions>(config, "Inbox"));
        services.AddScoped<IInbox, EfInbox>();
        services.AddScoped<IStepBoard, StepBoard>();
        services.AddScoped<ActOnTask>();
        services.AddScoped<CheckAct>();
        services.AddScoped<GiveTasks>();
        services.AddScoped<ITaskHandover>(provider => provider.GetRequiredService<GiveTasks>());
        services.AddScoped<FindTaskLink>();
        services.AddScoped<KeepAttachment>();
    }

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        const string ByToken = "The token of the link is the proof; it is for one task and one person, and it expires.";
        var largest = routes.ServiceProvider.GetRequiredService<InboxOptions>().LargestAttachment + FormOverhead;

        var tasks = routes.MapGroup("/tasks").WithTags("Inbox");
        tasks.MapGet("", ListTasks.HandleAsync).Needs(Permission.TasksRead).WithSummary("The caller's tasks: to do, waiting for a delegate, or done.");
        tasks.MapGet("/{taskId:guid}", ReadTask.HandleAsync).Needs(Permission.TasksRead).WithSummary("A task with what is asked, its form, its document and its history.");
        tasks.MapPost("/{taskId:guid}/complete", CompleteTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Approves, rejects or completes a task, with a signature where it needs one.");
        tasks.MapPost("/{taskId:guid}/return", ReturnTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Returns the flow to an earlier step (退回).");
        tasks.MapPost("/{taskId:guid}/transfer", TransferTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Gives a task to somebody else, with the decision (转办).");
        tasks.MapPost("/{taskId:guid}/delegate", DelegateTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Asks somebody else for an answer, and decides afterwards (委派).");
        tasks.MapPost("/{taskId:guid}/comments", CommentOnTask.HandleAsync).Needs(Permission.TasksRead).WithSummary("Writes something beside a task.");
        tasks.MapPost("/{taskId:guid}/attachments", AttachToTask.HandleAsync).Needs(Permission.TasksComplete).Uploads(largest).WithSummary("Attaches a file to an open task.");
        tasks.MapGet("/{taskId:guid}/attachments/{attachmentId:guid}", ReadAttachment.HandleAsync).Needs(Permission.TasksRead).WithSummary("Downloads an attached file.");
        tasks.MapPost("/{taskId:guid}/links", MakeTaskLink.HandleAsync).Needs(Permission.TasksProxy).WithSummary("Makes a link by which the assignee can do this task without an account.");
        tasks.MapPost("/{taskId:guid}/proxy", NameProxy.HandleAsync).Needs(Permission.TasksProxy).WithSummary("Names a person who does the task for its assignee.");

        var links = routes.MapGroup("/task-links").WithTags("Inbox");
        links.MapGet("/{token}", ReadTaskLink.HandleAsync).Anonymous(ByToken).WithSummary("What the holder of a task link has to do.");
        links.MapPost("/{token}", CompleteTaskByLink.HandleAsync).Anonymous(ByToken).WithSummary("Does the task of a link, which uses the link up.");
        links.MapPost("/{token}/attachments", AttachByLink.HandleAsync).Anonymous(ByToken).Uploads(largest).WithSummary("Attaches a file to the task of a link.");

        routes.MapPost("/people/{personId:guid}/tasks/reroute", RerouteTasks.HandleAsync).Needs(Permission.TasksProxy).WithTags("Inbox").WithSummary("Gives all open tasks of a leaver to somebody else (离职转办).");
    }

    // The session cookie is SameSite=Strict, so another site cannot make a browser upload here.
    private static RouteHandlerBuilder Uploads(this RouteHandlerBuilder route, int largest) =>
        route.DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(largest)).WithFormOptions(multipartBodyLengthLimit: largest);
}
