using HrBpm.Activities.Accounts;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Features.Inbox.Discussion;
using HrBpm.Server.Features.Inbox.Live;
using HrBpm.Server.Features.Inbox.Views;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Platform.Uploads;

namespace HrBpm.Server.Features.Inbox;

/// <summary>People's tasks: what flows ask of people, and what people answer.</summary>
internal static class InboxFeature
{
    // Beside the file, a form body has boundaries and headers.
    private const int FormOverhead = 64 * 1024;

    /// <summary>Most bytes of a request that brings a file.</summary>
    public static int LargestUpload(IServiceProvider services) => services.GetRequiredService<InboxOptions>().LargestAttachment + FormOverhead;

    public static void AddInbox(this IServiceCollection services, IConfiguration config)
    {
        services.AddSingleton(Settings.Read<InboxOptions>(config, "Inbox"));
        services.AddScoped<IErasableData, ErasableTasks>();
        services.AddScoped<IPersonalData, PersonalViews>();
        services.AddScoped<IErasableData, ErasableViews>();
        services.AddScoped<IInbox, EfInbox>();
        services.AddScoped<IAbsences, Absences>();
        services.AddScoped<IStepBoard, StepBoard>();
        services.AddScoped<ActOnTask>();
        services.AddScoped<CheckAct>();
        services.AddScoped<GiveTasks>();
        services.AddScoped<ITaskHandover>(provider => provider.GetRequiredService<GiveTasks>());
        services.AddScoped<FindTaskLink>();
        services.AddScoped<NoteReading>();
        services.AddScoped<ReadUpload>();
        services.AddScoped<KeepAttachment>();
        services.AddScoped<KeepAnswerFile>();
        services.AddScoped<CheckAnswerFiles>();
        services.AddScoped<FindAnswerFile>();
        services.AddScoped<IFlowFiles>(provider => provider.GetRequiredService<FindAnswerFile>());
        services.AddScoped<IStartFiles, StartFiles>();
        services.AddSingleton(provider => new UploadLimits(LargestUpload(provider)));
        services.AddSingleton<ForgetUnsentFiles>();
        services.AddScoped<IPersonalData, PersonalAnswerFiles>();
        services.AddScoped<IErasableData, ErasableAnswerFiles>();
        services.AddScoped<DecideTasks>();
        services.AddScoped<Pages.DoVerb>();
        services.AddDiscussion();
        services.AddScoped<Pages.PageUploads>();
        services.AddSignalR();
        services.AddScoped<InboxStamps>();
        services.AddSingleton<WatchedInboxes>();
        services.AddHostedService<TellInboxes>();
    }

    /// <summary>The live connection of pages, by WebSocket, and where that cannot be had by server-sent events or long polling. The session's cookie signs it in.</summary>
    public static void MapInboxHub(this IEndpointRouteBuilder routes) => routes.MapHub<InboxHub>(InboxHub.Path).Needs(Permission.TasksRead);

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        const string Tasks = "People of a group have tasks in each other's companies.";
        const string ByToken = "The token of the link is the proof; it is for one task and one person, and it expires.";
        var largest = LargestUpload(routes.ServiceProvider);

        var tasks = routes.MapGroup("/tasks").WithTags("Inbox").AcrossTheGroup(Tasks);
        tasks.MapGet("", ListTasks.HandleAsync).Exports<ListTasks.Item>("tasks").Needs(Permission.TasksRead).WithSummary("The caller's tasks: to do, waiting for somebody else, done, or done by others for the caller.");
        tasks.MapGet("/{taskId:guid}", ReadTask.HandleAsync).Needs(Permission.TasksRead).WithSummary("A task with what is asked, its form, its document and its history.");
        tasks.MapPost("/{taskId:guid}/complete", CompleteTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Approves, rejects or completes a task, with a signature where it needs one.");
        tasks.MapPost("/{taskId:guid}/signature/begin", BeginSigning.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Begins to sign a task with a passkey: options for the browser.");
        tasks.MapPost("/{taskId:guid}/return", ReturnTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Returns the flow to an earlier step (退回).");
        tasks.MapPost("/{taskId:guid}/transfer", TransferTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Gives a task to somebody else, with the decision (转办).");
        tasks.MapPost("/{taskId:guid}/delegate", DelegateTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Asks somebody else for an answer, and decides afterwards (委派).");
        tasks.MapPost("/hand-over", HandOverOpenTasks.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Gives all open tasks of the caller to a colleague, each as its step allows (全部转交).");
        tasks.MapPost("/approve", ApproveTasks.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Approves several tasks at once, each by itself (批量审批).");
        tasks.MapPost("/reject", RejectTasks.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Refuses several tasks at once, for one reason, each by itself (批量拒绝).");
        tasks.MapPost("/{taskId:guid}/signers", AddSigners.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Asks others to sign as well, before, after or beside (加签).");
        tasks.MapPost("/{taskId:guid}/signers/remove", RemoveSigner.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Takes back what an added signer was asked (减签).");
        tasks.MapPost("/{taskId:guid}/take-back", TakeBackTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Takes one's decision back while whoever came next has not acted (拿回).");
        tasks.MapPost("/{taskId:guid}/claim", ClaimTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Takes on a step that several people could do (认领).");
        tasks.MapPost("/{taskId:guid}/release", ReleaseTask.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Gives a step back that was claimed (归还).");
        tasks.MapPut("/{taskId:guid}/draft", SaveDraft.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Keeps answers without sending them (暂存).");
        tasks.MapPost("/{taskId:guid}/copies", SendCopies.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Tells others of the step (抄送).");
        tasks.MapPost("/{taskId:guid}/urge", UrgeTask.HandleAsync).Needs(Permission.TasksProxy).WithSummary("HR reminds those who have the step (催办).");
        tasks.MapPost("/{taskId:guid}/attachments", AttachToTask.HandleAsync).Needs(Permission.TasksComplete).Uploads(largest).WithSummary("Attaches a file to an open task.");
        tasks.MapGet("/{taskId:guid}/attachments/{attachmentId:guid}", ReadAttachment.HandleAsync).Needs(Permission.TasksRead).WithSummary("Downloads an attached file.");
        tasks.MapGet("/{taskId:guid}/attachments/{attachmentId:guid}/preview", PreviewAttachment.HandleAsync).Needs(Permission.TasksRead).WithSummary("Shows an attached picture or PDF within a page.");
        tasks.MapPost("/{taskId:guid}/files/{field}", UploadAnswerFile.HandleAsync).Needs(Permission.TasksComplete).Uploads(largest).WithSummary("Puts a file into an attachment field of a task's form.");
        tasks.MapPost("/{taskId:guid}/links", MakeTaskLink.HandleAsync).Needs(Permission.TasksProxy).WithSummary("Makes a link by which the assignee can do this task without an account.");
        tasks.MapPost("/{taskId:guid}/proxy", NameProxy.HandleAsync).Needs(Permission.TasksProxy).WithSummary("Names a person who does the task for its assignee.");

        routes.MapDiscussion();

        var links = routes.MapGroup("/task-links").WithTags("Inbox");
        links.MapGet("/{token}", ReadTaskLink.HandleAsync).Anonymous(ByToken).WithSummary("What the holder of a task link has to do.");
        links.MapPost("/{token}", CompleteTaskByLink.HandleAsync).Anonymous(ByToken).WithSummary("Does the task of a link, which uses the link up.");
        links.MapPost("/{token}/attachments", AttachByLink.HandleAsync).Anonymous(ByToken).Uploads(largest).WithSummary("Attaches a file to the task of a link.");
        links.MapPost("/{token}/files/{field}", UploadAnswerFile.ByLinkAsync).WithName("uploadAnswerFileByLink").Anonymous(ByToken).Uploads(largest).WithSummary("Puts a file into an attachment field of the form of a link's task.");

        var files = routes.MapGroup("/files").WithTags("Inbox").AcrossTheGroup(Tasks);
        files.MapGet("/{fileId:guid}", ReadAnswerFile.HandleAsync).Needs(Permission.TasksRead).WithSummary("Downloads a file of a form.");
        files.MapGet("/{fileId:guid}/preview", ReadAnswerFile.PreviewAsync).WithName("previewAnswerFile").Needs(Permission.TasksRead).WithSummary("Shows a picture or PDF of a form within a page.");

        var copies = routes.MapGroup("/task-copies").WithTags("Inbox").AcrossTheGroup(Tasks);
        copies.MapGet("", ListCopies.HandleAsync).Exports<ListCopies.Item>("task-copies").Needs(Permission.TasksRead).WithSummary("The steps of which the caller got a copy (抄送).");
        copies.MapPost("/{copyId:guid}/read", ConfirmCopyRead.HandleAsync).Needs(Permission.TasksRead).WithSummary("Confirms that a copy was read (已阅).");

        var started = routes.MapGroup("/started").WithTags("Inbox").AcrossTheGroup(Tasks);
        started.MapGet("", ListStarted.HandleAsync).Exports<ListStarted.Item>("started").Needs(Permission.TasksRead).WithSummary("The flows that the caller started, and who has them (我发起的).");
        started.MapPost("/{instanceId}/withdraw", WithdrawStarted.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Takes a request back before anybody has handled it (撤回).");
        started.MapPost("/{instanceId}/urge", UrgeStarted.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Reminds those who have the request (催办).");

        var views = routes.MapGroup("/inbox-views").WithTags("Inbox");
        views.MapGet("", ListInboxViews.HandleAsync).Needs(Permission.TasksRead).WithSummary("The views of the inbox that the caller has saved.");
        views.MapPost("", SaveInboxView.HandleAsync).Needs(Permission.TasksRead).WithSummary("Saves a view, or changes it.");
        views.MapDelete("/{viewId:guid}", DropInboxView.HandleAsync).Needs(Permission.TasksRead).WithSummary("Lets a view go.");

        var away = routes.MapGroup("/away-delegations").WithTags("Inbox").AcrossTheGroup(Tasks);
        away.MapGet("", ListAwayDelegations.HandleAsync).Exports<ListAwayDelegations.Item>("away-delegations").Needs(Permission.TasksRead).WithSummary("Whom the caller has named for the time away (外出委托).");
        away.MapPost("", NameAwayDelegate.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Names somebody who gets the tasks that are made in a time away.");
        away.MapDelete("/{delegationId:guid}", EndAwayDelegation.HandleAsync).Needs(Permission.TasksComplete).WithSummary("Ends it.");

        routes.MapPost("/people/{personId:guid}/tasks/reroute", RerouteTasks.HandleAsync).Needs(Permission.TasksProxy).AcrossTheGroup(Tasks).WithTags("Inbox").WithSummary("Gives all open tasks of a leaver to somebody else (离职转办).");
    }
}
