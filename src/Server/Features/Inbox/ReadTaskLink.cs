using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What the holder of a task link has to do.</summary>
internal static class ReadTaskLink
{
    public static async Task<Results<Ok<TaskDetails>, ProblemHttpResult>> HandleAsync(string token, FindTaskLink links, AppDbContext db, FlowSeals seals, NoteReading noted, CancellationToken ct)
    {
        var (link, task, problem) = await links.ByTokenAsync(token, ct);
        if (problem is not null) return problem;
        await noted.NoteAsync(task!, link!.PersonId, ct);
        return TypedResults.Ok(await TaskDetails.OfAsync(db, seals, task!, TaskVia.Link, ct));
    }
}
