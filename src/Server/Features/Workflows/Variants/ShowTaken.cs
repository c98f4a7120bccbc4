using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>试匹配: which version somebody's flow would take now.</summary>
internal static class ShowTaken
{
    /// <summary>Where a version comes from.</summary>
    public enum Source
    {
        /// <summary>It comes with the product.</summary>
        Product,

        /// <summary>The company above offers it.</summary>
        Template,

        /// <summary>The company has made a variant of a template.</summary>
        Variant,

        /// <summary>It is the company's own.</summary>
        Own,
    }

    /// <param name="Person">Name of the person.</param>
    /// <param name="Company">The company that employs the person.</param>
    /// <param name="Department">Where the person works.</param>
    /// <param name="VersionId">The version.</param>
    /// <param name="Version">Its number.</param>
    /// <param name="From">Where it comes from.</param>
    /// <param name="Owner">The company whose version it is; null for what comes with the product.</param>
    /// <param name="TemplateVersion">Version of the template that a variant stands on.</param>
    public sealed record Response(string Person, string Company, string Department, string VersionId, int Version, Source From, string? Owner, int? TemplateVersion);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        string definitionId, [Description("The person who would start it; the caller when absent.")] Guid? personId, AppDbContext db, IDefinitionStore definitions, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var who = personId ?? user.PersonId;
        if (!await db.People.VisibleTo(user, Permission.PeopleRead, db).AnyAsync(p => p.Id == who, ct)
            || (await Standing.OfAsync(db, [who], clock.GetUtcNow().UtcDateTime, ct)).GetValueOrDefault(who) is not { } at)
            return Problems.NotFound("people.unknown", $"Expected a person whom you may see, with an employment, but there is none with the id {who}.");
        var company = at.Person.CompanyId;
        // As an instance would be started: by the same question.
        if (await definitions.FindAsync(company.ToString("D"), definitionId, null, ct) is not { } taken) return DefinitionRefusals.Unknown(definitionId).ToProblem();
        var owner = await db.DefinitionVersions.Where(d => d.Id == taken.VersionId).Select(d => d.OwnerId).SingleAsync(ct);
        var variant = owner != company ? null : await db.DefinitionOverlays.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(o => o.CompanyId == company && o.PublishedVersionId == taken.VersionId, ct);
        var names = await db.Companies.Where(c => c.Id == company || c.Id == owner).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        return TypedResults.Ok(new Response(at.Person.Name, names[company], at.Department.Name, taken.VersionId, taken.Version,
            owner == DefinitionVersion.AllCompanies ? Source.Product : owner != company ? Source.Template : variant is null ? Source.Own : Source.Variant,
            names.GetValueOrDefault(owner), variant?.BaseVersion));
    }
}
