using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Several versions with their activities. Ids that nothing is known of are left out.</summary>
internal static class ReadVersions
{
    internal const int Most = 100;

    internal sealed record Response(IReadOnlyList<JsonObject> Items);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync([FromQuery] string[] ids, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (ids.Length > Most) return Problems.Invalid("definitions.ids", $"Expected at most {Most} ids, but there are {ids.Length}.");
        var found = await SeenVersion.Of(db, user.CompanyId, withDeleted: true).Where(v => ids.Contains(v.Id)).OrderBy(v => v.DefinitionId).ThenBy(v => v.Version).ToListAsync(ct);
        var texts = await db.DefinitionVersions.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Json, ct);
        return new ElsaAnswer<Response>(new Response([.. found.Select(v => model.Write(v, texts[v.Id]))]), isTagged: true);
    }
}
