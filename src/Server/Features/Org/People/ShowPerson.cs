using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Shows one person with all employments, present and past. That somebody else saw what not everybody sees of the person is kept on record.</summary>
internal static class ShowPerson
{
    /// <param name="Id">The person.</param>
    public sealed record NamedPerson(Guid Id, string Name);

    /// <param name="Until">Last day; null while there is no end in sight.</param>
    public sealed record EmploymentView(Guid Id, Guid BranchId, string Branch, Guid DepartmentId, string Department, Guid PositionId, string Position, DateOnly From, DateOnly? Until,
        NamedPerson? Manager, NamedPerson? DottedLineManager, NamedPerson? HrBp, JsonObject? Custom = null);

    /// <param name="Phone">Null as well for whoever may not see how to reach people in private.</param>
    /// <param name="Locale">Language in which the person wants to be written to; null for that of the branch.</param>
    /// <param name="Employments">Latest first.</param>
    /// <param name="Custom">Fields of the company's own that have a value and that the caller may see, by their keys.</param>
    public sealed record Response(Guid Id, string Name, string EmployeeNumber, string UserName, string Email, string? Phone, string? WeComUserId, string? Locale, string? DingTalkUnionId, IReadOnlyList<EmploymentView> Employments, JsonObject Custom);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Guid personId, AppDbContext db, Phones phones, CurrentUser user, ReadFields fields, IAuditTrail audit, CancellationToken ct)
    {
        var person = await db.People.VisibleTo(user, Permission.PeopleRead, db).AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, ct);
        if (person is null) return ChangePerson.Unknown(personId).ToProblem();
        var sight = await FieldSight.OfAsync(db, user, [personId], ct);
        var employments = await (
            from e in db.Employments
            where e.PersonId == personId
            join branch in db.Branches on e.BranchId equals branch.Id
            join department in db.Departments on e.DepartmentId equals department.Id
            join position in db.Positions on e.PositionId equals position.Id
            orderby e.From descending
            select new EmploymentView(e.Id, e.BranchId, branch.Name, e.DepartmentId, department.Name, e.PositionId, position.Name, e.From, e.Until,
                db.People.Where(p => p.Id == e.ManagerId).Select(p => new NamedPerson(p.Id, p.Name)).FirstOrDefault(),
                db.People.Where(p => p.Id == e.DottedLineManagerId).Select(p => new NamedPerson(p.Id, p.Name)).FirstOrDefault(),
                db.People.Where(p => p.Id == e.HrBpId).Select(p => new NamedPerson(p.Id, p.Name)).FirstOrDefault(), null)).ToListAsync(ct);
        var terms = await fields.ValuesAsync(FieldEntity.Employment, employments.ConvertAll(e => e.Id), (_, f) => sight.Sees(personId, f), ct);
        var own = await fields.ValuesOfAsync(FieldEntity.Person, personId, f => sight.Sees(personId, f), ct);
        var phone = sight.Sees(personId, ProductFields.OfPerson, "phone") ? await phones.ReadAsync(person, ct) : null;
        var shown = new SensitiveFields(await fields.OfAsync(person.CompanyId, FieldEntity.Person, ct), await fields.OfAsync(person.CompanyId, FieldEntity.Employment, ct)).Among(phone, own, terms.Values);
        if (shown.Count > 0 && personId != user.PersonId)
        {
            audit.Record(new(person.CompanyId, user.Actor, "person.record-seen", $"person:{personId:D}", new { fields = shown }));
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(new Response(person.Id, person.Name, person.EmployeeNumber, person.UserName, person.Email, phone, person.WeComUserId, person.Locale, person.DingTalkUnionId,
            employments.ConvertAll(e => e with { Custom = terms.GetValueOrDefault(e.Id) }), own ?? []));
    }
}
