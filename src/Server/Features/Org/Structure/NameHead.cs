using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Names who heads a department from a day on, or that nobody does; who headed it before stays on record.</summary>
internal static class NameHead
{
    /// <param name="PersonId">The head; absent when there is none.</param>
    /// <param name="From">The first day, today or earlier; today when absent.</param>
    public sealed record Request(Guid? PersonId = null, DateOnly? From = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid departmentId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(departmentId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid id, Request request, OrgEdit edit, CancellationToken ct)
    {
        var from = request.From ?? edit.Today;
        var department = await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == id, ct);
        if (department is null) return CreateDepartment.Unknown(id);
        if (department.ClosedOn is { } closed) return new Refusal("departments.closed", $"Expected '{department.Name}' to be open, but it closed on {closed:yyyy-MM-dd}.");
        if (CreateDepartment.WhyNotSince(from, edit.Today) is { } late) return late;
        if (request.PersonId is { } head && !await edit.Db.Employments.AnyAsync(e => e.PersonId == head && e.From <= from && (e.Until == null || e.Until >= from), ct))
            return new Refusal("departments.head.invalid", $"Expected the head to be somebody whom the company employs on {from:yyyy-MM-dd}, but {head} is not.");
        var last = await edit.Db.Headships.Where(h => h.DepartmentId == id).OrderByDescending(h => h.From).FirstOrDefaultAsync(ct);
        if (last is not null && from < last.From)
            return new Refusal("departments.from.earlier", $"Expected the first day to be {last.From:yyyy-MM-dd} or later, when the last head began, but it is {from:yyyy-MM-dd}.");
        edit.Record("org.department.head", "department", id, new { before = department.HeadId, after = request.PersonId, from });
        Replace(last, department, request.PersonId, from, edit);
        department.HeadId = request.PersonId;
        // Whose last day is known already heads it until then.
        if (request.PersonId is { } next) await edit.EmploymentsChangedAsync(next, ct);
        return id;
    }

    private static void Replace(Headship? last, Department department, Guid? head, DateOnly from, OrgEdit edit)
    {
        if (last?.From == from && head is { } other)
        {
            (last.PersonId, last.Until) = (other, null);
            return;
        }

        if (last?.From == from) edit.Db.Remove(last);
        else if (last is not null && (last.Until is null || last.Until >= from)) last.Until = from.AddDays(-1);
        if (head is { } named) edit.Db.Add(new Headship { CompanyId = department.CompanyId, DepartmentId = department.Id, PersonId = named, From = from });
    }
}
