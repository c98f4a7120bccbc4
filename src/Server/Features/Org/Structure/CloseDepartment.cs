using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Closes a department that nobody works in any more; it stays on record.</summary>
internal static class CloseDepartment
{
    /// <param name="LastDay">Its last day, today or earlier.</param>
    public sealed record Request(DateOnly LastDay);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid departmentId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(departmentId, request.LastDay, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid id, DateOnly lastDay, OrgEdit edit, CancellationToken ct)
    {
        var department = await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == id, ct);
        if (department is null) return CreateDepartment.Unknown(id);
        if (department.ClosedOn is { } already) return new Refusal("departments.closed", $"Expected '{department.Name}' to be open, but it closed on {already:yyyy-MM-dd}.");
        if (CreateDepartment.WhyNotSince(lastDay, edit.Today) is { } late) return late;
        var last = await edit.Db.DepartmentPeriods.Where(p => p.DepartmentId == id).OrderByDescending(p => p.From).FirstOrDefaultAsync(ct);
        if (last is not null && lastDay < last.From) return OrgTexts.WhyNotDays(last.From, lastDay)!;
        if (await edit.Db.Departments.FirstOrDefaultAsync(d => d.ParentId == id && d.ClosedOn == null, ct) is { } below)
            return new Refusal("departments.in-use", $"Expected no open department below '{department.Name}', but '{below.Name}' is.");
        var people = await edit.Db.Employments.CountAsync(e => e.DepartmentId == id && (e.Until == null || e.Until > lastDay), ct);
        if (people > 0) return new Refusal("departments.in-use", $"Expected nobody to work in '{department.Name}' after {lastDay:yyyy-MM-dd}, but {people} do.");
        department.ClosedOn = lastDay;
        department.HeadId = null;
        if (last is not null) last.Until = lastDay;
        foreach (var open in await edit.Db.Headships.Where(h => h.DepartmentId == id && h.Until == null).ToListAsync(ct))
            if (open.From > lastDay) edit.Db.Remove(open);
            else open.Until = lastDay;
        edit.Record("org.department.close", "department", id, new { department.Name, lastDay });
        return id;
    }
}
