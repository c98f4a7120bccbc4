using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Whether the caller may offer a definition to the companies of the group, and whether it is offered.</summary>
internal static class ShowTemplate
{
    /// <param name="MayOffer">A draft may be made the template of the group.</param>
    /// <param name="OfferedVersion">Number of the version that the company above offers; null where it offers none.</param>
    public sealed record Response(bool MayOffer, int? OfferedVersion);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (!await SeenVersion.Of(db, user.CompanyId).AnyAsync(v => v.DefinitionId == definitionId, ct)) return DefinitionProblems.Unknown(definitionId);
        var template = await Templates.FindAsync(db, user.CompanyId, definitionId, ct);
        return TypedResults.Ok(new Response(user.Rights.Reaches(Permission.WorkflowsManage, Reach.Group), template is { IsTemplate: true } ? template.Version : null));
    }
}
