using System.ComponentModel;
using System.Runtime.CompilerServices;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Search;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>The people whom the caller may see, as a file that can be imported again.</summary>
internal static class ExportPeople
{
    /// <param name="Manager">Employee number, as for the two after it.</param>
    public sealed record Row(string EmployeeNumber, string Name, string UserName, string Email, string? Phone, string? WeComUserId, string? DingTalkUnionId, string Branch, string Department, string Position,
        string? Manager, string? DottedLineManager, string? HrBp, DateOnly From, DateOnly? Until) : IAboutPerson
    {
        Guid? IAboutPerson.AboutPersonId => Id;

        // No columns of their own: they say what stands in those of the company's fields.
        internal Guid Id { get; init; }

        internal Guid CompanyId { get; init; }

        internal byte[]? SealedPhone { get; init; }

        internal IReadOnlyList<OwnValue> Own { get; init; } = [];
    }

    public static async Task<IResult> HandleAsync(
        [Description("As for the list of people; empty exports everybody in scope.")] string? search,
        [Description("<c>csv</c> or <c>xlsx</c>. Default: xlsx.")] string? format,
        [AsParameters] PeopleFilter filter,
        AppDbContext db, Phones phones, CompanyKeys keys, CurrentUser user, ReadFields fields, SendExport export, TimeProvider clock, CancellationToken ct)
    {
        if (ListFile.WhyNotFormat(format) is { } unfit) return unfit.ToProblem();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var people = (await new FindPeople(db, user, keys, today, Permission.PeopleExport).AmongAsync(filter.Among(db.People.VisibleTo(user, Permission.PeopleExport, db), db, user.Today), search, ct)).People;
        var own = await ExportedFields.OfAsync(db, user, fields, ct);
        var rows = RowsOf(people, db.People.VisibleTo(user, Permission.ContactRead, db).Select(p => p.Id), own, db, phones, ct);
        return await export.MakeAsync("people", typeof(Row), format, new { search, filter.CompanyId, filter.BranchId, filter.DepartmentId, filter.Active }, rows, ct, new FurtherColumns(own.Headings, row => own.CellsOf(((Row)row).Id, ((Row)row).Own)));
    }

    private static IAsyncEnumerable<object> RowsOf(IQueryable<PersonRecord> people, IQueryable<Guid> contacts, ExportedFields own, AppDbContext db, Phones phones, CancellationToken ct)
    {
        var ids = own.Ids;
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
            select new Row(
                person.EmployeeNumber, person.Name, person.UserName, person.Email, contacts.Contains(person.Id) ? person.Phone : null, person.WeComUserId, person.DingTalkUnionId,
                branch.Name, department.Name, position.Name, manager.EmployeeNumber, dotted.EmployeeNumber, hrBp.EmployeeNumber, employment.From, employment.Until)
            {
                Id = person.Id,
                CompanyId = person.CompanyId,
                SealedPhone = contacts.Contains(person.Id) ? person.SealedPhone : null,
                Own = db.CustomValues.Where(v => v.SubjectId == person.Id && ids.Contains(v.FieldId) && v.Json != null).Select(v => new OwnValue(v.FieldId, v.Json!)).ToList(),
            };
        return OpenAsync(rows.AsNoTracking().AsAsyncEnumerable(), phones, ct);
    }

    private static async IAsyncEnumerable<object> OpenAsync(IAsyncEnumerable<Row> rows, Phones phones, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var row in rows.WithCancellation(ct))
            yield return row with { Phone = await phones.ReadAsync(row.CompanyId, row.Id, row.Phone, row.SealedPhone, ct) };
    }
}
