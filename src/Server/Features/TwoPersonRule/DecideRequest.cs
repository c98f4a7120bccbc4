using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.TwoPersonRule;

/// <summary>The second person consents, and the act is done in the same transaction.</summary>
internal static class ConsentToRequest
{
    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid requestId, DecideRequest decide, CancellationToken ct) => decide.RunAsync(requestId, RequestState.Done, ct);
}

/// <summary>The second person refuses, or whoever asked takes it back.</summary>
internal static class RefuseRequest
{
    public static Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid requestId, DecideRequest decide, CancellationToken ct) => decide.RunAsync(requestId, RequestState.Refused, ct);
}

/// <summary>Decides what waits for a second person, once.</summary>
internal sealed class DecideRequest(AppDbContext db, CurrentUser user, WriteAttempts writes, IEnumerable<IDangerousAct> acts, TimeProvider clock)
{
    public async Task<Results<NoContent, ProblemHttpResult>> RunAsync(Guid requestId, RequestState to, CancellationToken ct)
    {
        // One answer for what is not there, is another company's, or is nothing that the caller may do.
        if (!await db.TwoPersonRequests.VisibleTo(user, acts).AnyAsync(r => r.Id == requestId, ct))
            return Problems.NotFound("two-person.unknown", $"Expected a request {requestId:D} that you may decide, but there is none.");
        var refusal = await writes.RunAsync((scope, token) => DecideAsync(scope, requestId, to, token), ct);
        return refusal is null ? TypedResults.NoContent() : refusal.ToProblem();
    }

    // Of two people who come at once, the second finds that the row has another version, begins anew, and is told that it is decided.
    private async Task<Refusal?> DecideAsync(IServiceProvider scope, Guid requestId, RequestState to, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var request = await scope.GetRequiredService<AppDbContext>().TwoPersonRequests.SingleAsync(r => r.Id == requestId, ct);
        if (request.WhyNotOpen(nowUtc) is { } late) return late;
        if (to == RequestState.Done)
        {
            if (request.AskedById == user.PersonId) return new("two-person.same-forbidden", "Expected somebody other than whoever asked to consent, but it is the same person.");
            var act = scope.GetServices<IDangerousAct>().Single(a => a.Name == request.Act);
            var consented = new ConsentedAct(request.Id, request.CompanyId, request.AskedById, user.PersonId, JsonDocument.Parse(request.Data).RootElement);
            if (await act.RunAsync(consented, ct) is { } refusal) return refusal;
        }

        request.Decide(to, user.PersonId, nowUtc);
        scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(request.CompanyId, user.Actor, to == RequestState.Done ? "two-person.consent" : "two-person.refuse", request.Subject,
            new { request = request.Id, act = request.Act, askedBy = request.AskedById }));
        return null;
    }
}
