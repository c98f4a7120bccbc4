using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Ends headships with the employment that they rest on: the head's in that department or, of somebody who works elsewhere, the last in the company.</summary>
/// <remarks>What a head's end was set to by hand (<see cref="NameHead"/>) stays: from then on the department has another head, or none.</remarks>
internal sealed class FollowHeadships(AppDbContext db) : IFollowsEmployment
{
    /// <inheritdoc />
    public async Task FollowAsync(IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var departments = await db.Departments.Where(d => d.HeadId != null && people.Contains(d.HeadId.Value)).ToListAsync(ct);
        if (departments.Count == 0) return;
        var (ids, heads) = (departments.ConvertAll(d => d.Id), departments.ConvertAll(d => d.HeadId!.Value));
        // Tracked, so that what was changed and not saved yet counts.
        var employments = (await db.Employments.Where(e => heads.Contains(e.PersonId)).ToListAsync(ct)).ToLookup(e => e.PersonId);
        var headships = (await db.Headships.Where(h => ids.Contains(h.DepartmentId)).ToListAsync(ct)).ToLookup(h => h.DepartmentId);
        foreach (var department in departments)
            if (headships[department.Id].MaxBy(h => h.From) is { } present && present.PersonId == department.HeadId) Follow(department, present, [.. employments[present.PersonId]]);
    }

    private void Follow(Department department, Headship present, IReadOnlyList<Employment> employments)
    {
        var inDepartment = employments.Where(e => e.DepartmentId == department.Id && (e.Until is null || e.Until >= present.From)).ToList();
        var until = LastDayOf(inDepartment.Count > 0 ? inDepartment : employments);
        if (until < present.From)
        {
            // It never came to that.
            db.Remove(present);
            department.HeadId = null;
        }
        else
        {
            present.Until = until;
        }
    }

    // Of several, the one that goes on, or the last to end.
    private static DateOnly? LastDayOf(IReadOnlyList<Employment> employments) => employments.Any(e => e.Until is null) ? null : employments.Max(e => e.Until);
}

/// <summary>Leaves departments without a head once the last day of their head is over.</summary>
internal sealed class EndHeadships(WriteAttempts writes, TimeProvider clock) : IComesDue
{
    /// <inheritdoc />
    public Task<int> RunDueAsync(CancellationToken ct) => writes.RunAsync(async (scope, token) =>
    {
        var (db, today) = (scope.GetRequiredService<AppDbContext>(), DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        var over = await db.Departments.Where(d => d.HeadId != null
                && db.Headships.Any(h => h.DepartmentId == d.Id && h.PersonId == d.HeadId && h.Until < today && !db.Headships.Any(later => later.DepartmentId == d.Id && later.From > h.From))).ToListAsync(token);
        foreach (var department in over)
        {
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(department.CompanyId, "time", "org.department.head", $"department:{department.Id:D}", new { before = department.HeadId, after = (Guid?)null, from = today }));
            department.HeadId = null;
        }

        return over.Count;
    }, ct);
}
