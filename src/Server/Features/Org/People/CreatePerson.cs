using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Adds a person with their first employment to the caller's company.</summary>
internal static class CreatePerson
{
    /// <param name="Name">The name as people write it.</param>
    /// <param name="EmployeeNumber">Unique in the company.</param>
    /// <param name="UserName">The name to sign in with; unique everywhere.</param>
    /// <param name="Email">Address at work.</param>
    /// <param name="Employment">What they do.</param>
    /// <param name="Phone">Phone number.</param>
    /// <param name="WeComUserId">User id in WeCom.</param>
    /// <param name="Locale">Language in which the person is written to; absent for that of the branch.</param>
    /// <param name="DingTalkUnionId">The unionId in DingTalk.</param>
    /// <param name="Custom">Fields of the company's own, by their keys.</param>
    public sealed record Request(string Name, string EmployeeNumber, string UserName, string Email, EmploymentTerms Employment,
        string? Phone = null, string? WeComUserId = null, string? Locale = null, string? DingTalkUnionId = null, JsonObject? Custom = null);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Request request, OrgEdit edit, CancellationToken ct)
    {
        if (WhyNotText(request) is { } unfit) return unfit;
        if (await edit.Db.People.AnyAsync(p => p.EmployeeNumber == request.EmployeeNumber, ct))
            return new Refusal("people.number.taken", $"Expected an employee number that nobody has, but {request.EmployeeNumber} is taken.");
        if (await IsUserNameTakenAsync(request.UserName, edit, ct)) return new Refusal("people.user-name.taken", $"Expected a user name that nobody has, but {request.UserName} is taken.");
        var id = Guid.CreateVersion7();
        if (await request.Employment.WhyNotAsync(id, null, edit, ct) is { } unemployable) return unemployable;
        var person = new PersonRecord
        {
            Id = id,
            CompanyId = edit.User.CompanyId,
            Name = request.Name.Trim(),
            EmployeeNumber = request.EmployeeNumber,
            UserName = request.UserName,
            Email = request.Email,
            WeComUserId = request.WeComUserId,
            Locale = request.Locale,
            DingTalkUnionId = request.DingTalkUnionId,
        };
        await edit.Phones.KeepAsync(person, request.Phone, ct);
        edit.Db.Add(person);
        var employment = request.Employment.Make(edit.User.CompanyId, id);
        edit.Db.Add(employment);
        await edit.Db.SaveChangesAsync(ct);
        // Who handles one branch only does not employ people in another.
        if (await edit.PersonAsync(id, ct) is null) return new Refusal("people.forbidden", "Expected the person to be in a part of the company that you look after, but they would not be.");
        if (await edit.WriteFieldsAsync(FieldEntity.Person, id, id, request.Custom, isNew: true, ct) is var own && own.Refusal is { } unfitting) return unfitting;
        if (await edit.WriteFieldsAsync(FieldEntity.Employment, employment.Id, id, request.Employment.Custom, isNew: true, ct) is var terms && terms.Refusal is { } unfitTerms) return unfitTerms;
        edit.Record("org.person.create", "person", id, new { Employment = request.Employment.Plain, custom = own.Changed, employmentCustom = terms.Changed },
            new() { ["name"] = request.Name, ["employeeNumber"] = request.EmployeeNumber, ["userName"] = request.UserName });
        return id;
    }

    private static Refusal? WhyNotText(Request request) =>
        OrgTexts.WhyNotName(request.Name, "a name of the person")
        ?? OrgTexts.WhyNotCode(request.EmployeeNumber, "an employee number")
        ?? OrgTexts.WhyNotCode(request.UserName, "a user name")
        ?? OrgTexts.WhyNotEmail(request.Email)
        ?? OrgTexts.WhyNotPhone(request.Phone)
        ?? (request.WeComUserId is null ? null : OrgTexts.WhyNotCode(request.WeComUserId, "a WeCom user id"))
        ?? (request.Locale is null ? null : OrgTexts.WhyNotLocale(request.Locale, "people.locale.invalid"))
        ?? (request.DingTalkUnionId is null ? null : OrgTexts.WhyNotCode(request.DingTalkUnionId, "a DingTalk unionId"));

    private static Task<bool> IsUserNameTakenAsync(string userName, OrgEdit edit, CancellationToken ct) =>
        edit.Db.People.IgnoreQueryFilters([Database.AppDbContext.CompanyFilter]).AnyAsync(p => p.UserName == userName, ct);
}
