using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Makes the company's definitions that use this one as an activity use its published version.</summary>
internal static class UpdateReferences
{
    /// <param name="AffectedWorkflows">Names of the definitions that were changed.</param>
    internal sealed record Response(IReadOnlyList<string> AffectedWorkflows);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, WriteAttempts writes, CurrentUser user, CancellationToken ct)
    {
        var published = await SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId && v.IsPublished).Select(v => v.Id).SingleOrDefaultAsync(ct);
        if (published is null) return DefinitionProblems.Unknown(definitionId);
        var author = DefinitionAuthor.Of(user);
        var updated = await writes.RunAsync(async (services, token) =>
        {
            var used = await services.GetRequiredService<AppDbContext>().DefinitionVersions.SingleAsync(d => d.Id == published, token);
            return await services.GetRequiredService<ConsumingDefinitions>().UpdateAsync(author, used, token);
        }, ct);
        return new ElsaAnswer<Response>(new Response([.. updated.Select(u => u.Name)]));
    }
}
