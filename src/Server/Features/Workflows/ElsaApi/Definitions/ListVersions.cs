using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Every version of a definition, the newest first.</summary>
internal static class ListVersions
{
    internal sealed record Response(IReadOnlyList<DefinitionModel.Summary> Items);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        var found = await SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId).OrderByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).ToListAsync(ct);
        return found.Count == 0 ? DefinitionProblems.Unknown(definitionId) : new ElsaAnswer<Response>(new Response([.. found.Select(model.Summarise)]));
    }
}
