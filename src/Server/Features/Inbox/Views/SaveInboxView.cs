using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Views;

/// <summary>Saves a view of the caller's, or changes it. The id is the client's own, so sending it again does nothing more.</summary>
internal static class SaveInboxView
{
    private static readonly string[] Lists = ["todo", "done", "delegated"];

    /// <param name="Id">An id of the client's own.</param>
    /// <param name="Name">What the person calls it; no two of theirs have the same.</param>
    /// <param name="List">todo, done or delegated.</param>
    /// <param name="DefinitionId">Only tasks of this definition.</param>
    /// <param name="ConcerningId">Only tasks about this person.</param>
    /// <param name="Order">due, newest or oldest; null for the list's own.</param>
    internal sealed record Request(Guid Id, string Name, string List, string? DefinitionId = null, bool IsOverdue = false, Guid? ConcerningId = null, string? Search = null, string? Order = null);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Request request, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (WhyNot(request) is { } unfit) return Problems.Invalid("inbox-views.invalid", unfit);
        var view = new InboxView { Id = request.Id, CompanyId = user.CompanyId, PersonId = user.PersonId, Name = request.Name.Trim(), List = request.List, SavedUtc = clock.GetUtcNow().UtcDateTime };
        var refusal = await writes.RunAsync((scope, token) => SaveAsync(scope.GetRequiredService<AppDbContext>(), view, request, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    private static string? WhyNot(Request request) => request switch
    {
        _ when request.Name.Trim().Length is 0 or > InboxView.LongestName => $"Expected a name of 1 to {InboxView.LongestName} characters, but it has {request.Name.Trim().Length}.",
        _ when !Lists.Contains(request.List) => $"Expected 'list' to be {string.Join(", ", Lists)}, but got '{request.List}'.",
        _ when request.Search?.Length > InboxView.LongestSearch => $"Expected a search of at most {InboxView.LongestSearch} characters, but it has {request.Search.Length}.",
        _ when request.DefinitionId?.Length > 128 => $"Expected a definition's id of at most 128 characters, but it has {request.DefinitionId.Length}.",
        _ => new TaskFilter { Order = request.Order }.WhyNot(),
    };

    private static async Task<Refusal?> SaveAsync(AppDbContext db, InboxView view, Request request, CancellationToken ct)
    {
        var theirs = await db.InboxViews.Where(v => v.PersonId == view.PersonId).ToListAsync(ct);
        if (theirs.Exists(v => v.Id != view.Id && v.Name == view.Name)) return new Refusal("inbox-views.name", $"Expected a name of its own, but you have a view '{view.Name}' already.");
        var kept = theirs.Find(v => v.Id == view.Id);
        if (kept is null && theirs.Count >= InboxView.MostPerPerson) return new Refusal("inbox-views.many", $"Expected at most {InboxView.MostPerPerson} views, but there are {theirs.Count} already.");
        // An id of somebody else's is nobody's business: it is as if it were taken.
        if (kept is null && await db.InboxViews.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(v => v.Id == view.Id, ct)) return new Refusal("inbox-views.id", $"Expected an id of your own, but {view.Id} is taken.");
        if (kept is null) db.Add(kept = view);
        (kept.Name, kept.List, kept.DefinitionId, kept.IsOverdue, kept.ConcerningId) = (view.Name, view.List, request.DefinitionId, request.IsOverdue, request.ConcerningId);
        (kept.Search, kept.Order, kept.SavedUtc) = (string.IsNullOrWhiteSpace(request.Search) ? null : request.Search.Trim(), request.Order, view.SavedUtc);
        return null;
    }
}
