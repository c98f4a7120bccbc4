using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Downloads definitions: one as JSON, several, or one with those that use it, as a ZIP.</summary>
internal static class ExportDefinition
{
    /// <param name="Ids">Ids of versions.</param>
    /// <param name="IncludeConsumingWorkflows">Also the latest versions of the definitions that use them.</param>
    internal sealed record Request(IReadOnlyList<string> Ids, bool? IncludeConsumingWorkflows = null);

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> HandleAsync(string definitionId, string? versionOptions, bool? includeConsumingWorkflows,
        AppDbContext db, ConsumingDefinitions consumers, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (VersionOptions.Read(versionOptions, VersionOptions.Latest) is not { } wanted) return DefinitionProblems.VersionOptions(versionOptions);
        var seen = SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId);
        var found = await wanted.Of(seen).OrderByDescending(v => v.IsLatest).ThenByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).FirstOrDefaultAsync(ct);
        if (found is null) return DefinitionProblems.Unknown(definitionId);
        return await FileAsync([found.Id], includeConsumingWorkflows == true, db, consumers, model, user, ct);
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> ManyAsync(Request request, AppDbContext db, ConsumingDefinitions consumers, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (BulkChanges.WhyNot(request.Ids) is { } wrong) return wrong;
        var known = await SeenVersion.Of(db, user.CompanyId).Where(v => request.Ids.Contains(v.Id)).Select(v => v.Id).ToListAsync(ct);
        return request.Ids.FirstOrDefault(id => !known.Contains(id)) is { } unknown
            ? DefinitionProblems.UnknownVersion(unknown)
            : await FileAsync(known, request.IncludeConsumingWorkflows == true, db, consumers, model, user, ct);
    }

    private static async Task<FileContentHttpResult> FileAsync(List<string> ids, bool withConsumers, AppDbContext db, ConsumingDefinitions consumers, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (withConsumers)
        {
            foreach (var used in await SeenVersion.Of(db, user.CompanyId).Where(v => ids.Contains(v.Id)).Select(v => v.DefinitionId).ToListAsync(ct))
                ids = [.. ids.Union((await consumers.FindAsync(user.CompanyId, used, ct)).Select(c => c.Id))];
        }

        var versions = await SeenVersion.Of(db, user.CompanyId).Where(v => ids.Contains(v.Id)).OrderBy(v => v.DefinitionId).ToListAsync(ct);
        var texts = await db.DefinitionVersions.Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => d.Json, ct);
        List<JsonObject> models = [.. versions.Select(v => model.Write(v, texts[v.Id]))];
        return models.Count == 1
            ? TypedResults.File(DefinitionFiles.Write(models[0]), "application/json", DefinitionFiles.NameOf(models[0]))
            : TypedResults.File(DefinitionFiles.Zip(models), "application/zip", "workflow-definitions.zip");
    }
}
