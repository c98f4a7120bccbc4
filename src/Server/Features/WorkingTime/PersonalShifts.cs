using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>The shifts that a person works or worked.</summary>
internal sealed class PersonalShifts(AppDbContext db) : IPersonalData
{
    public string Name => "shifts";

    public async Task<object?> OfAsync(Guid personId, CancellationToken ct) => await (
        from assignment in db.ShiftAssignments.AsNoTracking()
        where assignment.PersonId == personId
        join shift in db.Shifts on assignment.ShiftId equals shift.Id
        orderby assignment.From
        select new { shift.Name, shift.Hours, assignment.From, assignment.Until, assignment.OnDays }).ToListAsync(ct) is { Count: > 0 } shifts
        ? shifts
        : null;
}
