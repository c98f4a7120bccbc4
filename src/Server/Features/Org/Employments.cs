using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Changes employments within the current run; the run saves them.</summary>
internal sealed class Employments(AppDbContext db, IEnumerable<IFollowsEmployment> followers) : IEmployments
{
    public async Task<Refusal?> EndAsync(Guid personId, DateOnly lastDay, CancellationToken ct)
    {
        var employment = await db.Employments.Where(e => e.PersonId == personId).OrderByDescending(e => e.From).FirstOrDefaultAsync(ct);
        if (employment is null) return new Refusal("employments.unknown", $"Expected person {personId} to have an employment, but there is none.");
        if (lastDay < employment.From)
            return new Refusal("employments.before-start", $"Expected a last day on or after the first, {employment.From:yyyy-MM-dd}, but it is {lastDay:yyyy-MM-dd}.");
        employment.Until = lastDay;
        foreach (var follower in followers) await follower.FollowAsync([personId], ct);
        return null;
    }
}
