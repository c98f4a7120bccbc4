using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox.Discussion;

/// <summary>Somebody who reads the discussion of a flow writes in it. Those who are mentioned are told once it is committed.</summary>
internal sealed class WriteComment(AppDbContext db, CurrentUser user, MentionablePeople people, WriteAttempts writes, TimeProvider clock)
{
    /// <param name="Text">1 to 4,000 characters. <c>@[id]</c> mentions the person of that id.</param>
    /// <param name="TaskId">The task of the flow on whose page it is written; absent on the flow's own page.</param>
    /// <param name="RequestId">An id of the client's own for this comment: sent again after a lost answer, it is written once.</param>
    public sealed record Request(string Text, Guid? TaskId = null, Guid? RequestId = null);

    public sealed record Response(Guid Id);

    public static Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string instanceId, Request request, WriteComment write, CancellationToken ct) => write.RunAsync(instanceId, request, ct);

    /// <summary>Writes it, and gives its id; the id of the earlier one for a request that is sent again.</summary>
    public async Task<Results<Ok<Response>, ProblemHttpResult>> RunAsync(string instanceId, Request request, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(request.Text) || request.Text.Length > CommentText.Longest)
            return Problems.Invalid("discussion.text.invalid", $"Expected a comment of 1 to {CommentText.Longest} characters, but it has {request.Text?.Trim().Length ?? 0}.");
        if (await DiscussedFlow.FindAsync(db, user, instanceId, ct) is not { } flow) return DiscussedFlow.Unknown(instanceId);
        if (request.TaskId is { } at && !await db.Tasks.VisibleTo(user, Permission.TasksRead, db).AnyAsync(t => t.Id == at && t.InstanceId == instanceId, ct)) return TaskProblems.Unknown(at);
        var mentioned = CommentText.People(request.Text);
        if (await people.WhyNotAsync(flow, mentioned, ct) is { } unfit) return unfit.ToProblem();
        var shown = request.TaskId ?? await flow.TaskToShowAsync(db, ct);
        // In a scope of its own: the flow may belong to another company of the group than the person does.
        var (id, refusal) = await writes.RunAsync((scope, token) => WriteAsync(scope, flow, request, mentioned, shown, token), ct);
        if (refusal is not null) return refusal.ToProblem();
        return TypedResults.Ok(new Response(id));
    }

    private async Task<(Guid Id, Refusal? Refusal)> WriteAsync(IServiceProvider scope, DiscussedFlow flow, Request request, IReadOnlyList<Guid> mentioned, Guid? shown, CancellationToken ct)
    {
        var inner = scope.GetRequiredService<AppDbContext>();
        if (request.RequestId is { } known && await inner.FlowComments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(c => c.AuthorId == user.PersonId && c.RequestId == known, ct) is { } before)
            return before.InstanceId == flow.InstanceId ? (before.Id, null) : (default, new("discussion.request-id", $"Expected a fresh request id, but {known:D} was used for a comment in another flow."));
        var comment = new FlowComment { CompanyId = flow.CompanyId, InstanceId = flow.InstanceId, TaskId = request.TaskId, AuthorId = user.PersonId, RequestId = request.RequestId, AtUtc = clock.GetUtcNow().UtcDateTime, Text = request.Text.Trim() };
        if (flow.IsConfidential) (await scope.GetRequiredService<FlowSeals>().OfAsync(flow.InstanceId, flow.CompanyId, ct)).Seal(comment);
        inner.FlowComments.Add(comment);
        var mentions = mentioned.Where(id => id != user.PersonId).Select(id => new FlowMention { CompanyId = flow.CompanyId, InstanceId = flow.InstanceId, CommentId = comment.Id, TaskId = shown, PersonId = id, ById = user.PersonId, AtUtc = comment.AtUtc }).ToList();
        inner.FlowMentions.AddRange(mentions);
        scope.GetRequiredService<IAuditTrail>().Record(await FactAsync(inner, flow, comment.TaskId, user.Actor, "comment", new { comment.Id, mentioned = mentions.Select(m => m.PersonId) }, new() { ["text"] = request.Text.Trim() }, ct));
        await scope.GetRequiredService<TellMentioned>().TellAsync(flow, mentions, user.Name, request.Text.Trim(), ct);
        return (comment.Id, null);
    }

    /// <summary>What the audit trail keeps: about the task on whose page it was done, else about the flow.</summary>
    public static async Task<AuditFact> FactAsync(AppDbContext db, DiscussedFlow flow, Guid? taskId, string by, string verb, object data, Dictionary<string, object?>? personal, CancellationToken ct)
    {
        if (taskId is { } id) return TaskFacts.Of(await db.Tasks.OfAnyCompany().AsNoTracking().SingleAsync(t => t.Id == id, ct), by, verb, data, personal);
        var about = await db.Tasks.OfAnyCompany().Where(t => t.InstanceId == flow.InstanceId && t.ConcerningId != null).Select(t => t.ConcerningId).FirstOrDefaultAsync(ct);
        return new AuditFact(flow.CompanyId, by, $"discussion.{verb}", $"instance:{flow.InstanceId}", data) { Personal = personal, About = about };
    }
}
