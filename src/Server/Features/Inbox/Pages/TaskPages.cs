using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The pages that messages lead to. They need no script and no app, so that they open at once on any phone.</summary>
internal static class TaskPages
{
    public static void MapTaskPages(this IEndpointRouteBuilder routes)
    {
        const string ByToken = "The token of the link is the proof; it is for one task and one person, and it expires.";
        var pages = routes.MapGroup("/t").ExcludeFromDescription().AcrossTheGroup("People of a group have tasks in each other's companies.").WithMetadata(new SignsInByPage());
        pages.MapGet("", TaskListPage.ShowAsync).Needs(Permission.TasksRead);
        pages.MapGet("/{taskId:guid}", TaskPage.ShowAsync).Needs(Permission.TasksRead);
        pages.MapGet("/{taskId:guid}/more", MorePage.ShowAsync).Needs(Permission.TasksRead);
        pages.MapGet("/{taskId:guid}/do/{verb}", AnswerPage.ShowAsync).Needs(Permission.TasksComplete);
        pages.MapPost("/{taskId:guid}/do/{verb}", AnswerPage.SendAsync).Uploads(InboxFeature.LargestUpload(routes.ServiceProvider), PageUploads.MostAtOnce).Needs(Permission.TasksComplete);
        pages.MapGet("/{taskId:guid}/talk", TalkPage.ShowAsync).Needs(Permission.TasksRead);
        pages.MapPost("/{taskId:guid}/talk", TalkPage.SendAsync).Needs(Permission.TasksRead);
        pages.MapPost("/{taskId:guid}/talk/{commentId:guid}/withdraw", TalkPage.WithdrawAsync).Needs(Permission.TasksRead);
        pages.MapPost("/{taskId:guid}/files", AttachPage.SendAsync).Uploads(InboxFeature.LargestUpload(routes.ServiceProvider)).Needs(Permission.TasksComplete);
        pages.MapGet("/sign.js", (Delegate)SignScript.Show).Anonymous("A script of the pages.");
        // The address that messages led to before.
        routes.MapGet("/tasks/{taskId:guid}", (Guid taskId) => Results.Redirect($"/t/{taskId:D}")).ExcludeFromDescription().Anonymous("Leads to a page that asks who it is.");

        var links = routes.MapGroup("/task-links").ExcludeFromDescription();
        links.MapGet("/{token}", LinkPage.ShowAsync).Anonymous(ByToken);
        links.MapPost("/{token}/do/{verb}", LinkPage.SendAsync).Uploads(InboxFeature.LargestUpload(routes.ServiceProvider), PageUploads.MostAtOnce).Anonymous(ByToken);
    }
}
