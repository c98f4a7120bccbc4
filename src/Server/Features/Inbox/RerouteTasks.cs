using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>离职转办: HR gives all open tasks of a leaver to somebody else.</summary>
internal static class RerouteTasks
{
    /// <param name="To">The person who gets them.</param>
    /// <param name="RequestId">An id of the client's own for this intention: sent again after a lost answer, it is done once and answered alike.</param>
    public sealed record Request(Guid To, string Reason, Guid? RequestId = null);

    /// <summary>A task that stayed where it was, and why.</summary>
    public sealed record KeptTask(Guid TaskId, string Title, string Code, string Detail);

    /// <param name="Given">Ids of the tasks as the leaver had them.</param>
    public sealed record Response(IReadOnlyList<Guid> Given, IReadOnlyList<KeptTask> Kept);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Guid personId, Request request, AppDbContext db, CurrentUser user, GiveTasks give, CheckAct check, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Reason)) return Problems.Invalid("tasks.reason.invalid", "Expected a reason for the reroute, but it is empty.");
        if (!await db.People.VisibleTo(user, Permission.TasksProxy, db).AnyAsync(p => p.Id == personId, ct))
            return Problems.NotFound("people.unknown", $"Expected a person {personId} whom you look after, but there is none.");
        if (request.To == personId) return Problems.Invalid("tasks.recipient.invalid", "Expected another person than the leaver, but it is the same.");
        if (await check.WhyNotRecipientAsync(request.To.ToString("D"), null, ct) is { } unfit) return unfit.ToProblem();
        var asked = new TaskCommand { Verb = TaskVerbs.Reroute, By = user.Actor, Via = TaskVia.Hr, To = request.To.ToString("D"), Comment = request.Reason.Trim() };
        var result = await give.RunAsync(personId, user.CompanyId, asked, request.RequestId, ct);
        return TypedResults.Ok(new Response(result.Given, [.. result.Kept.Select(k => new KeptTask(k.Task.Id, k.Task.Title, k.Why.Code, k.Why.Message))]));
    }
}
