using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What the holder of a task link has to do.</summary>
internal static class ReadTaskLink
{
    public static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> HandleAsync(string token, FindTaskLink links, AppDbContext db, FlowSeals seals, CancellationToken ct)
    {
        var (_, task, problem) = await links.ByTokenAsync(token, ct);
        return problem is not null ? problem : TypedResults.Ok(await TaskDetails.OfAsync(db, seals, task!, TaskVia.Link, ct));
    }
}
