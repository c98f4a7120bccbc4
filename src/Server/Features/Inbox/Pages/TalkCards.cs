using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Discussion;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using static HrBpm.Server.Features.Inbox.Pages.PhonePage;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The discussion of a flow, as the page of one of its tasks shows it.</summary>
internal static class TalkCards
{
    private const int MostOfLatest = 3;

    /// <summary>A card with the latest comments and the way to all of them.</summary>
    public static async Task<Html?> LatestAsync(TaskDetails task, PageReader reader, HttpContext http, CancellationToken ct)
    {
        if (await ReadAsync(task.InstanceId, MostOfLatest, http, ct) is not { } talk) return null;
        var words = reader.Words;
        return Html.Of($"""
            <section class="c"><h2>{words.Say("讨论", "Discussion")} <span class="f s">{talk.Total}</span></h2>{Html.Join(talk.Items.Reverse().Select(said => Comment(said, words, null)))}
            <a class="att" href="{TaskWay.Of(task.Id).Page}/talk">{Icon("comment")}<span>{(talk.Total == 0 ? words.Say("写一条评论", "Write a comment") : words.Say("查看全部并回复", "See all and answer"))}</span><span class="sp"></span><span class="f">{Icon("chevron-right")}</span></a></section>
            """);
    }

    /// <summary>The discussion as the API gives it to the reader; null where they may not read it.</summary>
    public static async Task<ListComments.Response?> ReadAsync(string instanceId, int most, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        var answer = await ListComments.HandleAsync(instanceId, null, most, services.GetRequiredService<AppDbContext>(), services.GetRequiredService<FlowSeals>(),
            services.GetRequiredService<Platform.CurrentUser>(), services.GetRequiredService<InboxOptions>(), http, ct);
        return (answer.Result as Microsoft.AspNetCore.Http.HttpResults.Ok<ListComments.Response>)?.Value;
    }

    /// <summary>What was written beside one task alone, for somebody who has only a link to it.</summary>
    public static async Task<Html?> BesideAsync(TaskDetails task, PageReader reader, HttpContext http, CancellationToken ct)
    {
        var services = http.RequestServices;
        var db = services.GetRequiredService<AppDbContext>();
        var comments = await db.FlowComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(c => c.TaskId == task.Id && c.WithdrawnUtc == null).OrderBy(c => c.AtUtc).ThenBy(c => c.Id).ToListAsync(ct);
        if (comments.Count == 0) return null;
        var items = await ListComments.ToItemsAsync(comments, db, services.GetRequiredService<FlowSeals>(), reader.Person.PersonId, services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime, services.GetRequiredService<InboxOptions>(), ct);
        return Html.Of($"<section class=\"c\"><h2>{reader.Words.Say("讨论", "Discussion")}</h2>{Html.Join(items.Select(said => Comment(said, reader.Words, null)))}</section>");
    }

    /// <summary>One comment.</summary>
    /// <param name="said">The comment.</param>
    /// <param name="words">How the page speaks.</param>
    /// <param name="page">Address of the discussion, where the reader can withdraw what is their own; null elsewhere.</param>
    public static Html Comment(ListComments.Item said, PageWords words, string? page) => Html.Of($"""
        <div class="s cm"><span class="b">{said.Author.Name}</span> <span class="f">{words.Stamp(said.AtUtc)}{(said.Step is null ? "" : " · " + said.Step)}</span>{(said.WithdrawnUtc is null
            ? Html.Of($"<div class=\"said\">{Html.Join(said.Parts.Select(Part))}</div>") : Html.Of($"<div class=\"f\">{words.Say("撤回了一条评论", "withdrew a comment")}</div>"))}{Withdraw(said, words, page)}</div>
        """);

    private static Html Part(CommentText.Part part) => part.Person is null ? Html.Of($"{part.Text}") : Html.Of($"<b class=\"at\">{part.Text}</b>");

    private static Html? Withdraw(ListComments.Item said, PageWords words, string? page) => page is null || said.WithdrawableUntilUtc is null ? null
        : Html.Of($"<form method=\"post\" action=\"{page}/{said.Id}/withdraw\"><button class=\"link\">{words.Say("撤回", "Withdraw")}</button></form>");
}
