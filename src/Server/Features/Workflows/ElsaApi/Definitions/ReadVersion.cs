using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>One version with its activities. A deleted one is still shown to those who look at an instance that ran it.</summary>
internal static class ReadVersion
{
    public static async Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> HandleAsync(string id, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct) =>
        await SeenVersion.Of(db, user.CompanyId, withDeleted: true).SingleOrDefaultAsync(v => v.Id == id, ct) is { } found
            ? await AnswerAsync(found, db, model, ct)
            : DefinitionProblems.UnknownVersion(id);

    internal static async Task<ElsaAnswer<JsonObject>> AnswerAsync(SeenVersion version, AppDbContext db, DefinitionModel model, CancellationToken ct)
    {
        var json = await db.DefinitionVersions.Where(d => d.Id == version.Id).Select(d => d.Json).SingleAsync(ct);
        return new ElsaAnswer<JsonObject>(model.Write(version, json), isTagged: true);
    }
}
