using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>A definition with its activities.</summary>
internal static class ReadDefinition
{
    public static async Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> HandleAsync(string definitionId, string? versionOptions, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (VersionOptions.Read(versionOptions, VersionOptions.Latest) is not { } wanted) return DefinitionProblems.VersionOptions(versionOptions);
        var seen = SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId);
        // Where several fit, the newest is meant; of two with the same number the company's own.
        var found = await wanted.Of(seen).OrderByDescending(v => v.IsLatest).ThenByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).FirstOrDefaultAsync(ct);
        return found is null ? DefinitionProblems.Unknown(definitionId) : await ReadVersion.AnswerAsync(found, db, model, ct);
    }
}
