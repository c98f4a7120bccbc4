using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>The definitions that use this one as an activity.</summary>
internal static class ListConsumers
{
    internal sealed record Response(IReadOnlyList<string> ConsumingWorkflowDefinitionIds);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, ConsumingDefinitions consumers, CurrentUser user, CancellationToken ct)
    {
        if (!await SeenVersion.Of(db, user.CompanyId).AnyAsync(v => v.DefinitionId == definitionId, ct)) return DefinitionProblems.Unknown(definitionId);
        return new ElsaAnswer<Response>(new Response([.. (await consumers.FindAsync(user.CompanyId, definitionId, ct)).Select(c => c.DefinitionId)]));
    }
}
