using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>提到我: the comments that mention the caller, the latest first.</summary>
internal static class ListMentions
{
    private const int MostAtOnce = 200;

    /// <param name="TaskId">The task whose page leads to the discussion; null where the flow has none.</param>
    /// <param name="Title">Of that task, else the flow's name.</param>
    /// <param name="Text">What was said, with the names of today.</param>
    /// <param name="ReadUtc">When the caller has seen it.</param>
    public sealed record Item(Guid Id, Guid? TaskId, string InstanceId, string Title, string? Step, NamedPerson SentBy, string Text, DateTime AtUtc, DateTime? ReadUtc);

    /// <param name="Total">How many the list has altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those that the caller has not seen. Default false.")] bool? unread,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, FlowSeals seals, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, MostAtOnce) is { } unfit) return unfit.ToProblem();
        var mentions = db.FlowMentions.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(m => m.PersonId == user.PersonId && (unread != true || m.ReadUtc == null));
        var page = await mentions.OrderByDescending(m => m.AtUtc).ThenByDescending(m => m.Id).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        var (commentIds, taskIds, flowIds) = (page.ConvertAll(m => m.CommentId), page.Select(m => m.TaskId).OfType<Guid>().ToList(), page.ConvertAll(m => m.InstanceId));
        var comments = await db.FlowComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(c => commentIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        foreach (var comment in comments.Values) await seals.OpenAsync(comment, ct);
        var tasks = await db.Tasks.OfAnyCompany().Where(t => taskIds.Contains(t.Id)).Select(t => new { t.Id, t.Title, t.ActivityName }).ToDictionaryAsync(t => t.Id, ct);
        var flows = await db.WorkflowInstances.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(i => flowIds.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Name ?? i.DefinitionId, ct);
        var names = await PersonNames.OfAsync(db, page.Select(m => (Guid?)m.ById).Concat(comments.Values.SelectMany(c => CommentText.People(c.Text)).Select(id => (Guid?)id)), ct);
        return TypedResults.Ok(new Response(
        [
            .. from mention in page
               let task = mention.TaskId is { } id ? tasks.GetValueOrDefault(id) : null
               select new Item(mention.Id, mention.TaskId, mention.InstanceId, task?.Title ?? flows.GetValueOrDefault(mention.InstanceId) ?? mention.InstanceId, task?.ActivityName, names.Of(mention.ById)!,
                   CommentText.Plain(CommentText.Parts(comments[mention.CommentId].Text, names)), mention.AtUtc, mention.ReadUtc),
        ], await pages.CountAsync(mentions, ct)));
    }
}
