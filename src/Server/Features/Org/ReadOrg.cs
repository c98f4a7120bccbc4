using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Shows the structure of the caller's company, as it is or as it was on a day.</summary>
internal static class ReadOrg
{
    public sealed record CompanyView(Guid Id, string Name, string? Group);

    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see, by their keys; null when there are none.</param>
    [OwnFieldsOf(FieldEntity.Branch)]
    public sealed record BranchView(Guid Id, string Name, string TimeZoneId, string Locale, JsonObject? Custom = null);

    /// <param name="ParentId">The department above; null at the top.</param>
    /// <param name="HeadName">Name of the person who heads it.</param>
    /// <param name="People">How many work in it, those below it not counted.</param>
    /// <param name="Custom">Fields of the company's own, as they are today, whatever day is shown.</param>
    [OwnFieldsOf(FieldEntity.Department)]
    public sealed record DepartmentView(Guid Id, Guid? ParentId, string Name, Guid? HeadId, string? HeadName, int People, JsonObject? Custom = null);

    /// <param name="Custom">As of a branch.</param>
    [OwnFieldsOf(FieldEntity.Position)]
    public sealed record PositionView(Guid Id, string Name, JsonObject? Custom = null);

    /// <param name="On">The day that is shown.</param>
    /// <param name="Branches">Branches and positions are those of today.</param>
    public sealed record Response(DateOnly On, CompanyView Company, IReadOnlyList<BranchView> Branches, IReadOnlyList<DepartmentView> Departments, IReadOnlyList<PositionView> Positions);

    public static async Task<Ok<Response>> HandleAsync([Description("The day to show departments, their heads and their sizes of; today when absent.")] DateOnly? on, AppDbContext db, CurrentUser user, ReadFields fields, TimeProvider clock, CancellationToken ct)
    {
        var company = await db.Companies.Where(c => c.Id == user.CompanyId)
            .Select(c => new CompanyView(c.Id, c.Name, db.Companies.Where(g => g.Id == c.ParentId).Select(g => g.Name).FirstOrDefault()))
            .SingleAsync(ct);
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        return TypedResults.Ok(new Response(on ?? today, company, await BranchesAsync(db, user, fields, ct), await DepartmentsAsync(db, user, fields, on, today, ct), await PositionsAsync(db, user, fields, ct)));
    }

    /// <summary>The branches alone.</summary>
    public static async Task<Ok<List<BranchView>>> BranchListAsync(AppDbContext db, CurrentUser user, ReadFields fields, CancellationToken ct) => TypedResults.Ok(await BranchesAsync(db, user, fields, ct));

    /// <summary>The departments alone.</summary>
    public static async Task<Ok<List<DepartmentView>>> DepartmentListAsync([Description("The day to show them of; today when absent.")] DateOnly? on, AppDbContext db, CurrentUser user, ReadFields fields, TimeProvider clock, CancellationToken ct) =>
        TypedResults.Ok(await DepartmentsAsync(db, user, fields, on, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), ct));

    /// <summary>The positions alone.</summary>
    public static async Task<Ok<List<PositionView>>> PositionListAsync(AppDbContext db, CurrentUser user, ReadFields fields, CancellationToken ct) => TypedResults.Ok(await PositionsAsync(db, user, fields, ct));

    private static async Task<List<BranchView>> BranchesAsync(AppDbContext db, CurrentUser user, ReadFields fields, CancellationToken ct)
    {
        var branches = await db.Branches.OrderBy(b => b.Name).Select(b => new BranchView(b.Id, b.Name, b.TimeZoneId, b.Locale, null)).ToListAsync(ct);
        var own = await fields.ValuesAsync(FieldEntity.Branch, branches.ConvertAll(b => b.Id), (_, f) => FieldSight.SeesOfCompany(user, f), ct);
        return branches.ConvertAll(b => b with { Custom = own.GetValueOrDefault(b.Id) });
    }

    private static async Task<List<PositionView>> PositionsAsync(AppDbContext db, CurrentUser user, ReadFields fields, CancellationToken ct)
    {
        var positions = await db.Positions.OrderBy(p => p.Name).Select(p => new PositionView(p.Id, p.Name, null)).ToListAsync(ct);
        var own = await fields.ValuesAsync(FieldEntity.Position, positions.ConvertAll(p => p.Id), (_, f) => FieldSight.SeesOfCompany(user, f), ct);
        return positions.ConvertAll(p => p with { Custom = own.GetValueOrDefault(p.Id) });
    }

    private static async Task<List<DepartmentView>> DepartmentsAsync(AppDbContext db, CurrentUser user, ReadFields fields, DateOnly? on, DateOnly today, CancellationToken ct)
    {
        var departments = on is { } day && day < today ? await ThenAsync(db, day, ct) : await NowAsync(db, on ?? today, ct);
        var own = await fields.ValuesAsync(FieldEntity.Department, departments.ConvertAll(d => d.Id), (_, f) => FieldSight.SeesOfCompany(user, f), ct);
        return departments.ConvertAll(d => d with { Custom = own.GetValueOrDefault(d.Id) });
    }

    // A head whose last day is known heads it until then.
    private static Task<List<DepartmentView>> NowAsync(AppDbContext db, DateOnly day, CancellationToken ct) => (
        from d in db.Departments
        where d.ClosedOn == null || d.ClosedOn >= day
        let head = db.Headships.Any(h => h.DepartmentId == d.Id && h.PersonId == d.HeadId && h.Until < day && !db.Headships.Any(later => later.DepartmentId == d.Id && later.From > h.From)) ? null : d.HeadId
        orderby d.Path
        select new DepartmentView(d.Id, d.ParentId, d.Name, head, db.People.Where(p => p.Id == head).Select(p => p.Name).FirstOrDefault(),
            db.Employments.Count(e => e.DepartmentId == d.Id && e.From <= day && (e.Until == null || e.Until >= day)), null)).ToListAsync(ct);

    private static Task<List<DepartmentView>> ThenAsync(AppDbContext db, DateOnly day, CancellationToken ct) => (
        from period in db.DepartmentPeriods
        where period.From <= day && (period.Until == null || period.Until >= day)
        let head = db.Headships.Where(h => h.DepartmentId == period.DepartmentId && h.From <= day && (h.Until == null || h.Until >= day)).Select(h => (Guid?)h.PersonId).FirstOrDefault()
        orderby period.Name, period.DepartmentId
        select new DepartmentView(period.DepartmentId, period.ParentId, period.Name, head, db.People.Where(p => p.Id == head).Select(p => p.Name).FirstOrDefault(),
            db.Employments.Count(e => e.DepartmentId == period.DepartmentId && e.From <= day && (e.Until == null || e.Until >= day)), null)).ToListAsync(ct);
}
