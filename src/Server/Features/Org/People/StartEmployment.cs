using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Adds an employment: somebody comes back, or does something else from a day on.</summary>
internal static class StartEmployment
{
    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid personId, EmploymentTerms request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(personId, request, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid personId, EmploymentTerms terms, OrgEdit edit, CancellationToken ct)
    {
        if (await edit.PersonAsync(personId, ct) is null) return ChangePerson.Unknown(personId);
        if (await terms.WhyNotAsync(personId, null, edit, ct) is { } refusal) return refusal;
        var employment = terms.Make(edit.User.CompanyId, personId);
        edit.Db.Add(employment);
        if (await edit.WriteFieldsAsync(FieldEntity.Employment, employment.Id, personId, terms.Custom, isNew: true, ct) is var own && own.Refusal is { } unfit) return unfit;
        edit.Record("org.employment.start", "person", personId, new { employment.Id, terms = terms.Plain, custom = own.Changed });
        await edit.EmploymentsChangedAsync(personId, ct);
        return employment.Id;
    }
}
