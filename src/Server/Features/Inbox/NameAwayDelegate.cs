using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>外出委托: the caller names somebody who gets the tasks that are made while the caller is away.</summary>
internal static class NameAwayDelegate
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <param name="To">Who gets the tasks.</param>
    /// <param name="UntilUtc">The first moment at which it does not hold any more.</param>
    /// <param name="DefinitionId">The flows that it is for; all when absent.</param>
    public sealed record Request(Guid To, DateTime FromUtc, DateTime UntilUtc, string? DefinitionId = null);

    public sealed record Response(Guid Id);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        Request request, AppDbContext db, CurrentUser user, CheckAct check, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        if (request.UntilUtc <= request.FromUtc || request.UntilUtc <= nowUtc || request.UntilUtc - request.FromUtc > Longest)
            return Problems.Invalid("away.time.invalid", $"Expected a time of at most {Longest.Days} days that ends after it begins and is not over, but got {request.FromUtc:O} to {request.UntilUtc:O}.");
        if (request.To == user.PersonId) return Problems.Invalid("tasks.recipient.invalid", "Expected another person than oneself, but it is the same.");
        if (await check.WhyNotRecipientAsync(request.To.ToString("D"), null, ct) is { } unfit) return unfit.ToProblem();
        if (request.DefinitionId is { } flow && !await db.DefinitionVersions.AnyAsync(d => d.DefinitionId == flow, ct))
            return Problems.Invalid("away.definition.invalid", $"Expected the id of a flow, but there is none '{flow}'.");
        var named = new AwayDelegation
        {
            CompanyId = user.CompanyId,
            PersonId = user.PersonId,
            DelegateId = request.To,
            FromUtc = request.FromUtc,
            UntilUtc = request.UntilUtc,
            DefinitionId = request.DefinitionId,
            MadeUtc = nowUtc,
        };
        await writes.RunAsync((scope, _) =>
        {
            scope.GetRequiredService<AppDbContext>().AwayDelegations.Add(named);
            var data = new { named.PersonId, named.DelegateId, named.FromUtc, named.UntilUtc, named.DefinitionId };
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(named.CompanyId, user.Actor, "away.name", $"away:{named.Id:D}", data));
            return Task.FromResult(named.Id);
        }, ct);
        return TypedResults.Ok(new Response(named.Id));
    }
}
