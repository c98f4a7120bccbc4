using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Renames a department or moves it, with all below it, from a day on; what it was before stays on record.</summary>
internal static class ChangeDepartment
{
    /// <param name="Name">What it is called from then on.</param>
    /// <param name="ParentId">The department above from then on; absent at the top.</param>
    /// <param name="From">The first day of the change, today or earlier; today when absent.</param>
    /// <param name="Custom">Fields of the company's own, by their keys: null removes a value, an absent key leaves it as it is. They have no history.</param>
    public sealed record Request(string Name, Guid? ParentId = null, DateOnly? From = null, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid departmentId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(departmentId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid id, Request request, OrgEdit edit, CancellationToken ct)
    {
        var from = request.From ?? edit.Today;
        var department = await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == id, ct);
        if (department is null) return CreateDepartment.Unknown(id);
        if (OrgTexts.WhyNotName(request.Name, "a name of the department") is { } unfit) return unfit;
        if (CreateDepartment.WhyNotSince(from, edit.Today) is { } early) return early;
        var parent = request.ParentId is { } above ? await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == above, ct) : null;
        if (request.ParentId is { } missing && parent is null) return CreateDepartment.Unknown(missing);
        if (parent is not null && parent.Path.StartsWith(department.Path, StringComparison.Ordinal))
            return new Refusal("departments.circle", $"Expected '{department.Name}' to be moved below a department outside of it, but '{parent.Name}' is {(parent == department ? "the same" : "below it")}.");
        if (await ChangePeriodAsync(department, request.Name.Trim(), parent?.Id, from, edit, ct) is { } late) return late;
        if (await edit.WriteFieldsAsync(FieldEntity.Department, id, request.Custom, isNew: false, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record("org.department.change", "department", id, new { before = new { department.Name, department.ParentId }, after = new { request.Name, request.ParentId }, from, custom = own.Changed });
        department.Name = request.Name.Trim();
        if (department.ParentId != parent?.Id) await MoveAsync(department, parent, edit, ct);
        return id;
    }

    private static async Task<Refusal?> ChangePeriodAsync(Department department, string name, Guid? parentId, DateOnly from, OrgEdit edit, CancellationToken ct)
    {
        var last = await edit.Db.DepartmentPeriods.Where(p => p.DepartmentId == department.Id).OrderByDescending(p => p.From).FirstOrDefaultAsync(ct);
        if (last is not null && from < last.From)
            return new Refusal("departments.from.earlier", $"Expected the change to begin on {last.From:yyyy-MM-dd} or later, when the last one began, but it begins on {from:yyyy-MM-dd}.");
        if (last?.From == from)
        {
            (last.Name, last.ParentId) = (name, parentId);
            return null;
        }

        if (last is not null) last.Until = from.AddDays(-1);
        edit.Db.Add(new DepartmentPeriod { CompanyId = department.CompanyId, DepartmentId = department.Id, Name = name, ParentId = parentId, From = from });
        return null;
    }

    private static async Task MoveAsync(Department department, Department? parent, OrgEdit edit, CancellationToken ct)
    {
        var old = department.Path;
        var moved = await edit.Db.Departments.Where(d => d.Path.StartsWith(old)).ToListAsync(ct);
        department.ParentId = parent?.Id;
        var path = Department.PathUnder(parent, department.Id);
        foreach (var each in moved) each.Path = path + each.Path[old.Length..];
    }
}
