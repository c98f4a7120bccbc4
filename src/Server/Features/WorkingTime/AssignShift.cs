using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Says who works a shift, from when to when.</summary>
internal static class AssignShift
{
    /// <param name="ShiftId">The shift.</param>
    /// <param name="PersonId">Who works it; absent when a department does.</param>
    /// <param name="DepartmentId">The department, with those below it; absent when a person works it.</param>
    /// <param name="From">First day.</param>
    /// <param name="Until">Last day; absent while there is no end in sight.</param>
    /// <param name="OnDays">Days of the week on which it is worked; absent on the working days of the calendar.</param>
    /// <param name="WorksOnHolidays">With days of the week: worked also when the calendar has a day off.</param>
    public sealed record Request(Guid ShiftId, DateOnly From, Guid? PersonId = null, Guid? DepartmentId = null, DateOnly? Until = null, IReadOnlyList<DayOfWeek>? OnDays = null, bool WorksOnHolidays = false);

    /// <param name="LastDay">Its last day.</param>
    public sealed record EndRequest(DateOnly LastDay);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(request, edit, c), ct);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> EndAsync(Guid assignmentId, EndRequest request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => EndAsync(assignmentId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Request request, OrgEdit edit, CancellationToken ct)
    {
        if (request.PersonId is null == request.DepartmentId is null) return Invalid("Expected either a person or a department, but got both or none.");
        if (OrgTexts.WhyNotDays(request.From, request.Until) is { } unfit) return unfit;
        if (request.OnDays is { } days && (days.Count is 0 or > 7 || days.Distinct().Count() != days.Count || !days.All(Enum.IsDefined))) return Invalid("Expected 1 to 7 different days of the week.");
        if (request.WorksOnHolidays && request.OnDays is null) return Invalid("Expected days of the week for a shift that is worked on holidays too, but there are none.");
        if (!await edit.Db.Shifts.AnyAsync(s => s.Id == request.ShiftId, ct)) return ChangeShift.Unknown(request.ShiftId);
        if (request.PersonId is { } person && await edit.PersonAsync(person, ct) is null) return new Refusal("people.unknown", $"Expected a person whom you may change, but there is none with the id {person}.");
        if (request.DepartmentId is { } department && !await edit.Db.Departments.AnyAsync(d => d.Id == department, ct)) return CreateDepartment.Unknown(department);
        var others = edit.Db.ShiftAssignments.Where(a => a.PersonId == request.PersonId && a.DepartmentId == request.DepartmentId);
        if (await others.FirstOrDefaultAsync(a => (request.Until == null || a.From <= request.Until) && (a.Until == null || a.Until >= request.From), ct) is { } other)
            return new Refusal("shifts.overlap", $"Expected days on which no other shift is worked, but there is one from {other.From:yyyy-MM-dd} to {(other.Until is { } last ? $"{last:yyyy-MM-dd}" : "further notice")}.");
        var assignment = new ShiftAssignment
        {
            CompanyId = edit.User.CompanyId, ShiftId = request.ShiftId, PersonId = request.PersonId, DepartmentId = request.DepartmentId, From = request.From, Until = request.Until,
            OnDays = request.OnDays is null ? null : string.Join(',', request.OnDays), WorksOnHolidays = request.WorksOnHolidays,
        };
        edit.Db.Add(assignment);
        edit.Record("shift.assign", "shift-assignment", assignment.Id, request);
        return assignment.Id;
    }

    private static async Task<OrgOutcome> EndAsync(Guid id, EndRequest request, OrgEdit edit, CancellationToken ct)
    {
        if (await edit.Db.ShiftAssignments.SingleOrDefaultAsync(a => a.Id == id, ct) is not { } assignment)
            return new Refusal("shift-assignments.unknown", $"Expected an assignment of the company, but there is none with the id {id}.");
        if (assignment.PersonId is { } person && await edit.PersonAsync(person, ct) is null)
            return new Refusal("shift-assignments.unknown", $"Expected an assignment of somebody whom you may change, but there is none with the id {id}.");
        if (OrgTexts.WhyNotDays(assignment.From, request.LastDay) is { } unfit) return unfit;
        if (assignment.Until < request.LastDay) return Invalid($"Expected a last day on or before {assignment.Until:yyyy-MM-dd}, but it is {request.LastDay:yyyy-MM-dd}.");
        edit.Record("shift.end", "shift-assignment", id, new { before = assignment.Until, request.LastDay });
        assignment.Until = request.LastDay;
        return id;
    }

    private static Refusal Invalid(string message) => new("shifts.invalid", message);
}
