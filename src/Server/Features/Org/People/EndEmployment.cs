using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Org.People;

/// <summary>Sets the last day of an employment. With the last of them end the person's account, at its last working hour, and what they head.</summary>
internal static class EndEmployment
{
    /// <param name="LastDay">The last day, on or after the first.</param>
    public sealed record Request(DateOnly LastDay);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid personId, Guid employmentId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(personId, employmentId, request.LastDay, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid personId, Guid employmentId, DateOnly lastDay, OrgEdit edit, CancellationToken ct)
    {
        if (await ChangeEmployment.FindAsync(personId, employmentId, edit, ct) is not { } employment) return ChangeEmployment.Unknown(personId, employmentId);
        var terms = EmploymentTerms.Of(employment) with { Until = lastDay };
        // Only the days change: who was the manager of one who leaves need not be checked again.
        if ((OrgTexts.WhyNotDays(terms.From, lastDay) ?? await terms.WhyNotOverlapAsync(personId, employmentId, edit, ct)) is { } refusal) return refusal;
        edit.Record("org.employment.end", "person", personId, new { employment.Id, before = employment.Until, after = lastDay });
        employment.Until = lastDay;
        await edit.EmploymentsChangedAsync(personId, ct);
        return employmentId;
    }
}
