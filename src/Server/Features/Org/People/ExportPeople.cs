using System.ComponentModel;
using System.Globalization;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>The people whom the caller may see, as a file that can be imported again.</summary>
internal static class ExportPeople
{
    private static readonly string[] Headings =
        ["工号", "姓名", "用户名", "邮箱", "手机", "企业微信", "分公司", "部门", "职位", "直属上级工号", "虚线上级工号", "HRBP工号", "入职日期", "离职日期"];

    public static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> HandleAsync(
        [Description("As for the list of people; empty exports everybody in scope.")] string? search,
        [Description("<c>csv</c> or <c>xlsx</c>. Default: xlsx.")] string? format,
        AppDbContext db, Phones phones, CompanyKeys keys, CurrentUser user, WriteAttempts writes, TimeProvider clock, CancellationToken ct)
    {
        if (ListFile.WhyNotFormat(format) is { } unfit) return unfit.ToProblem();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var people = db.People.VisibleTo(user, Permission.PeopleExport, db).Matching(search, user.CompanyId, today, db, await BlindTails.OfAsync(search, user.CompanyId, keys, ct));
        // Written down before anything leaves the house.
        await writes.RunAsync((scope, _) =>
        {
            scope.GetRequiredService<IAuditTrail>().Record(new AuditFact(user.CompanyId, user.Actor, "org.people.export", $"company:{user.CompanyId:D}", new { format = format ?? "xlsx" }) { Personal = new Dictionary<string, object?> { ["search"] = search } });
            return Task.FromResult(true);
        }, ct);
        return await ListFile.MakeAsync(format ?? "xlsx", "people", Headings, RowsOf(people, db.People.VisibleTo(user, Permission.ContactRead, db).Select(p => p.Id), db, phones), ct);
    }

    private static IAsyncEnumerable<IReadOnlyList<string?>> RowsOf(IQueryable<PersonRecord> people, IQueryable<Guid> contacts, AppDbContext db, Phones phones)
    {
        var rows =
            from person in people
            join employment in db.Employments on person.Id equals employment.PersonId
            where !db.Employments.Any(later => later.PersonId == person.Id && later.From > employment.From)
            join branch in db.Branches on employment.BranchId equals branch.Id
            join department in db.Departments on employment.DepartmentId equals department.Id
            join position in db.Positions on employment.PositionId equals position.Id
            from manager in db.People.Where(p => p.Id == employment.ManagerId).DefaultIfEmpty()
            from dotted in db.People.Where(p => p.Id == employment.DottedLineManagerId).DefaultIfEmpty()
            from hrBp in db.People.Where(p => p.Id == employment.HrBpId).DefaultIfEmpty()
            orderby person.EmployeeNumber
            select new
            {
                person.Id, person.CompanyId, person.EmployeeNumber, person.Name, person.UserName, person.Email, person.WeComUserId,
                Phone = contacts.Contains(person.Id) ? person.Phone : null, SealedPhone = contacts.Contains(person.Id) ? person.SealedPhone : null,
                Branch = branch.Name, Department = department.Name, Position = position.Name,
                Manager = manager.EmployeeNumber, Dotted = dotted.EmployeeNumber, HrBp = hrBp.EmployeeNumber, employment.From, employment.Until,
            };
        return rows.AsNoTracking().AsAsyncEnumerable().Select(async (r, ct) => (IReadOnlyList<string?>)
        [
            r.EmployeeNumber, r.Name, r.UserName, r.Email, await phones.ReadAsync(r.CompanyId, r.Id, r.Phone, r.SealedPhone, ct), r.WeComUserId, r.Branch, r.Department, r.Position, r.Manager, r.Dotted, r.HrBp,
            r.From.ToString("O", CultureInfo.InvariantCulture), r.Until?.ToString("O", CultureInfo.InvariantCulture),
        ]);
    }
}
