using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Definitions;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Gallery;

/// <summary>使用: makes a draft of the company's own of a ready flow, with an id and a name that nobody has yet.</summary>
internal static class UseReadyFlow
{
    private const int MostNames = 500;

    /// <param name="DefinitionId">The draft, to be opened in the designer.</param>
    /// <param name="Name">Its name.</param>
    public sealed record Response(string DefinitionId, string Name);

    public static async Task<Results<Created<Response>, ProblemHttpResult>> HandleAsync(
        string readyFlowId, WorkflowOptions options, AppDbContext db, CurrentUser user, EditDefinitions editing, HttpContext http, CancellationToken ct)
    {
        if ((await ReadyFlow.AllAsync(options, ct)).FirstOrDefault(flow => flow.Definition.DefinitionId == readyFlowId) is not { } ready)
            return Problems.NotFound("gallery.unknown", $"Expected a ready flow, but '{readyFlowId}' is none.");
        var isEnglish = AnswerLanguage.Of(http.Request) == ActivityTexts.English;
        var draft = DraftOf(ready, await FreeNameAsync(db, user, ready.Text("name", isEnglish) ?? readyFlowId, ct), ready.Text("description", isEnglish));
        var made = await editing.ChangeAsync((definitions, author, token) => definitions.SaveAsync(author, draft, publish: false, token), ct);
        if (made is not DefinitionChange.Done done) return DefinitionProblems.Of(made, editing.Language);
        return TypedResults.Created($"/elsa/api/workflow-definitions/{done.Version.DefinitionId}", new Response(done.Version.DefinitionId, draft.Name));
    }

    private static WorkflowDefinition DraftOf(ReadyFlow ready, string name, string? description)
    {
        var source = (JsonObject)ready.Definition.Source.DeepClone();
        (source["definitionId"], source["name"], source["description"]) = ("", name, description);
        // What the gallery says of the product's flow is not true of the company's.
        (source["customProperties"] as JsonObject)?.Remove(ReadyFlow.Property);
        return WorkflowDefinition.Read(source.ToJsonString());
    }

    private static async Task<string> FreeNameAsync(AppDbContext db, CurrentUser user, string name, CancellationToken ct)
    {
        var taken = await db.DefinitionVersions.AsNoTracking().Where(d => d.IsLatest && d.DeletedUtc == null && (d.OwnerId == user.CompanyId || d.OwnerId == DefinitionVersion.AllCompanies)).Select(d => d.Name).ToListAsync(ct);
        return Enumerable.Range(1, MostNames).Select(number => number == 1 ? name : $"{name} {number}").First(free => !taken.Contains(free) || free == $"{name} {MostNames}");
    }
}
