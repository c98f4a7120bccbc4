using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Structure;

/// <summary>Adds a department to the caller's company.</summary>
internal static class CreateDepartment
{
    /// <param name="Name">What it is called.</param>
    /// <param name="ParentId">The department above; absent at the top.</param>
    /// <param name="From">Its first day, today or earlier; today when absent.</param>
    /// <param name="Custom">Fields of the company's own, by their keys.</param>
    public sealed record Request(string Name, Guid? ParentId = null, DateOnly? From = null, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Request request, OrgEdit edit, CancellationToken ct)
    {
        var from = request.From ?? edit.Today;
        if (OrgTexts.WhyNotName(request.Name, "a name of the department") is { } unfit) return unfit;
        if (WhyNotSince(from, edit.Today) is { } early) return early;
        var parent = request.ParentId is { } above ? await edit.Db.Departments.SingleOrDefaultAsync(d => d.Id == above, ct) : null;
        if (request.ParentId is { } missing && parent is null) return Unknown(missing);
        if (parent?.ClosedOn is { } closed) return new Refusal("departments.closed", $"Expected a department that is open to be above, but '{parent.Name}' closed on {closed:yyyy-MM-dd}.");
        var id = Guid.CreateVersion7();
        edit.Db.Add(new Department { Id = id, CompanyId = edit.User.CompanyId, ParentId = parent?.Id, Name = request.Name.Trim(), Path = Department.PathUnder(parent, id) });
        edit.Db.Add(new DepartmentPeriod { CompanyId = edit.User.CompanyId, DepartmentId = id, Name = request.Name.Trim(), ParentId = parent?.Id, From = from });
        if (await edit.WriteFieldsAsync(FieldEntity.Department, id, request.Custom, isNew: true, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        edit.Record("org.department.create", "department", id, new { request.Name, request.ParentId, from, custom = own.Changed });
        return id;
    }

    /// <summary>Why a department can not change from this day on; null when it can.</summary>
    public static Refusal? WhyNotSince(DateOnly from, DateOnly today) => from > today || from.Year < 1900
        ? new Refusal("departments.from.invalid", $"Expected a first day of today ({today:yyyy-MM-dd}) or earlier, because departments change at once, but it is {from:yyyy-MM-dd}.")
        : null;

    /// <summary>There is no such department.</summary>
    public static Refusal Unknown(Guid id) => new("departments.unknown", $"Expected a department of the company, but there is none with the id {id}.");
}
