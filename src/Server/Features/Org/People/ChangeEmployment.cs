using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Puts an employment right. Who does something else from a day on gets a new one instead, so that what was before stays on record.</summary>
internal static class ChangeEmployment
{
    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid personId, Guid employmentId, EmploymentTerms request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(personId, employmentId, request, edit, c), ct);

    /// <summary>The employment, when the user may see the person.</summary>
    public static async Task<Employment?> FindAsync(Guid personId, Guid employmentId, OrgEdit edit, CancellationToken ct) =>
        await edit.PersonAsync(personId, ct) is null ? null : await edit.Db.Employments.SingleOrDefaultAsync(e => e.Id == employmentId && e.PersonId == personId, ct);

    /// <summary>There is no such employment.</summary>
    public static Refusal Unknown(Guid personId, Guid employmentId) => new("employments.unknown", $"Expected an employment of a person whom you may see, but person {personId} has none with the id {employmentId}.");

    private static async Task<OrgOutcome> ApplyAsync(Guid personId, Guid employmentId, EmploymentTerms terms, OrgEdit edit, CancellationToken ct)
    {
        if (await FindAsync(personId, employmentId, edit, ct) is not { } employment) return Unknown(personId, employmentId);
        if (await terms.WhyNotAsync(personId, employmentId, edit, ct) is { } refusal) return refusal;
        if (await edit.WriteFieldsAsync(FieldEntity.Employment, employmentId, personId, terms.Custom, isNew: false, ct) is var own && own.Refusal is { } unfit) return unfit;
        edit.Record("org.employment.change", "person", personId, new { employment.Id, before = EmploymentTerms.Of(employment), after = terms.Plain, custom = own.Changed });
        terms.ApplyTo(employment);
        await edit.EmploymentsChangedAsync(personId, ct);
        return employmentId;
    }
}
