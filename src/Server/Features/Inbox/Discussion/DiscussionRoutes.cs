using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>讨论: what people say to each other beside a flow.</summary>
internal static class DiscussionRoutes
{
    public static void AddDiscussion(this IServiceCollection services)
    {
        services.AddScoped<MentionablePeople>();
        services.AddScoped<WriteComment>();
        services.AddScoped<TellMentioned>();
    }

    public static void MapDiscussion(this IEndpointRouteBuilder routes)
    {
        const string Why = "People of a group have tasks in each other's companies.";

        var discussion = routes.MapGroup("/flows/{instanceId}").WithTags("Discussion").AcrossTheGroup(Why);
        discussion.MapGet("/comments", ListComments.HandleAsync).Exports<ListComments.Item>("comments").Needs(Permission.TasksRead).WithSummary("The discussion of a flow, the latest comment first.");
        discussion.MapPost("/comments", WriteComment.HandleAsync).Needs(Permission.TasksRead).WithSummary("Writes a comment; whom it mentions is told, and may read the discussion.");
        discussion.MapPost("/comments/{commentId:guid}/withdraw", WithdrawComment.HandleAsync).Needs(Permission.TasksRead).WithSummary("Takes back a comment of one's own within some minutes.");
        discussion.MapGet("/mentionable", ListMentionable.HandleAsync).Needs(Permission.TasksRead).WithSummary("Whom the caller may mention: those who have a part in the flow first.");
        discussion.MapPost("/mentions/read", ReadMentions.HandleAsync).Needs(Permission.TasksRead).WithSummary("The caller has seen the discussion.");

        routes.MapGroup("/mentions").WithTags("Discussion").AcrossTheGroup(Why)
            .MapGet("", ListMentions.HandleAsync).Exports<ListMentions.Item>("mentions").Needs(Permission.TasksRead).WithSummary("The comments that mention the caller, the latest first.");
    }
}
