using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>讨论: what was said in the discussion of a flow, the latest first.</summary>
internal static class ListComments
{
    private const int MostAtOnce = 200;

    /// <param name="TaskId">The task on whose page it was written; null where it was the flow's own page.</param>
    /// <param name="Step">Name of that task's step.</param>
    /// <param name="Text">With the names of today; empty once it is withdrawn.</param>
    /// <param name="Parts">The same in its parts, so that those who are mentioned can be told from words.</param>
    /// <param name="WithdrawnUtc">When its author took it back; null while it stands.</param>
    /// <param name="WithdrawableUntilUtc">Until when the caller, who wrote it, can take it back; null where that cannot be.</param>
    public sealed record Item(Guid Id, NamedPerson Author, DateTime AtUtc, string? Step, string Text, IReadOnlyList<CommentText.Part> Parts, Guid? TaskId, DateTime? WithdrawnUtc, DateTime? WithdrawableUntilUtc);

    /// <param name="Total">How many the caller reads altogether.</param>
    /// <param name="Hidden">How many there are beside that the caller, who was only mentioned, does not read because the flow is confidential.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total, int Hidden);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string instanceId,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, FlowSeals seals, CurrentUser user, InboxOptions options, HttpContext http, CancellationToken ct)
    {
        var (pages, clock) = (http.RequestServices.GetRequiredService<ListPages>(), http.RequestServices.GetRequiredService<TimeProvider>());
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        if (await DiscussedFlow.FindAsync(db, user, instanceId, ct) is not { } flow) return DiscussedFlow.Unknown(instanceId);
        var comments = flow.CommentsFor(user.PersonId, db).AsNoTracking();
        var page = await comments.OrderByDescending(c => c.AtUtc).ThenByDescending(c => c.Id).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        var total = await pages.CountAsync(comments, ct);
        var items = await ToItemsAsync(page, db, seals, user.PersonId, clock.GetUtcNow().UtcDateTime, options, ct);
        return TypedResults.Ok(new Response(items, total, flow.HasPart || !flow.IsConfidential || pages.IsExport ? 0 : await flow.AllComments(db).CountAsync(ct) - total));
    }

    /// <summary>Comments as this person reads them.</summary>
    public static async Task<IReadOnlyList<Item>> ToItemsAsync(List<FlowComment> comments, AppDbContext db, FlowSeals seals, Guid me, DateTime nowUtc, InboxOptions options, CancellationToken ct)
    {
        foreach (var comment in comments) await seals.OpenAsync(comment, ct);
        var names = await PersonNames.OfAsync(db, comments.SelectMany(c => CommentText.People(c.Text).Select(id => (Guid?)id).Append(c.AuthorId)), ct);
        var tasks = comments.Select(c => c.TaskId).OfType<Guid>().Distinct().ToList();
        var steps = tasks.Count == 0 ? [] : await db.Tasks.OfAnyCompany().Where(t => tasks.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.ActivityName, ct);
        return [.. comments.Select(ToItem)];

        Item ToItem(FlowComment comment)
        {
            var parts = CommentText.Parts(comment.Text, names);
            var until = comment.AtUtc + options.CommentStands;
            return new(comment.Id, names.Of(comment.AuthorId)!, comment.AtUtc, comment.TaskId is { } task ? steps.GetValueOrDefault(task) : null, CommentText.Plain(parts), parts, comment.TaskId, comment.WithdrawnUtc,
                comment.AuthorId == me && comment.WithdrawnUtc is null && nowUtc < until ? until : null);
        }
    }
}
