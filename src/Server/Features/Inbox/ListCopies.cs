using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>抄送: the steps of which the caller got a copy, the latest first.</summary>
internal static class ListCopies
{
    private const int MostAtOnce = 200;

    /// <param name="SentBy">Null when the step itself sent it.</param>
    /// <param name="IsLate">Sent because the step is late.</param>
    /// <param name="ReadUtc">When the caller confirmed having read it (已阅).</param>
    public sealed record Item(
        Guid Id, Guid TaskId, string Title, string ActivityName, string InstanceId, string? CorrelationId, NamedPerson? Concerning, NamedPerson? SentBy, DateTime SentUtc, bool IsLate, DateTime? ReadUtc);

    /// <param name="Total">How many the list has altogether.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only those that were not confirmed as read. Default false.")] bool? unread,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        AppDbContext db, CurrentUser user, ListPages pages, CancellationToken ct)
    {
        if (skip is < 0) return Problems.Invalid("tasks.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("tasks.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        var copies = db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(c => c.PersonId == user.PersonId && (unread != true || c.ReadUtc == null));
        var page = await copies.OrderByDescending(c => c.SentUtc).ThenBy(c => c.Id).Skip(skip ?? 0).Take(take ?? 50)
            .Join(db.Tasks.OfAnyCompany(), c => c.TaskId, t => t.Id, (copy, task) => new { copy, task.Title, task.ActivityName, task.CorrelationId, task.ConcerningId })
            .OrderByDescending(c => c.copy.SentUtc).ThenBy(c => c.copy.Id).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, page.SelectMany(c => new[] { c.ConcerningId, c.copy.SentById }), ct);
        return TypedResults.Ok(new Response(
            [.. page.Select(c => new Item(c.copy.Id, c.copy.TaskId, c.Title, c.ActivityName, c.copy.InstanceId, c.CorrelationId, names.Of(c.ConcerningId), names.Of(c.copy.SentById), c.copy.SentUtc, c.copy.IsLate, c.copy.ReadUtc))],
            await pages.CountAsync(copies, ct)));
    }
}
