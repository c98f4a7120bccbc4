using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Takes definitions that somebody exported, here or from an Elsa server, as drafts.</summary>
internal static class ImportDefinition
{
    private const int MostFiles = 50;

    /// <param name="Count">How many were imported.</param>
    internal sealed record Response(int Count);

    /// <summary>One, as the request's body.</summary>
    public static Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> HandleAsync(JsonObject model, EditDefinitions edit, CancellationToken ct) => ImportAsync(model, edit, ct);

    /// <summary>One, into the definition that the address names.</summary>
    public static Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> IntoAsync(string definitionId, JsonObject model, EditDefinitions edit, CancellationToken ct)
    {
        model["definitionId"] = definitionId;
        return ImportAsync(model, edit, ct);
    }

    /// <summary>Several, as files or in a ZIP: all of them, or none.</summary>
    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> FilesAsync(IFormFileCollection files, WriteAttempts writes, CurrentUser user, HttpRequest request, CancellationToken ct)
    {
        if (files.Count is 0 or > MostFiles) return Problems.Invalid("definitions.files", $"Expected 1 to {MostFiles} files, but there are {files.Count}.");
        try
        {
            var texts = new List<string>();
            foreach (var file in files) texts.AddRange(await DefinitionFiles.ReadAsync(file, ct));
            await writes.RunAsync((services, token) => SaveAllAsync(services, DefinitionAuthor.Of(user), texts, token), ct);
            return new ElsaAnswer<Response>(new Response(texts.Count));
        }
        catch (DefinitionException wrong)
        {
            return DefinitionProblems.NotSound(wrong.Problems, AnswerLanguage.Of(request));
        }
    }

    private static async Task<Results<ElsaAnswer<JsonObject>, ProblemHttpResult>> ImportAsync(JsonObject model, EditDefinitions edit, CancellationToken ct)
    {
        var json = model.ToJsonString();
        var imported = await edit.ShowAsync((change, author, token) => change.SaveAsync(author, Own(WorkflowDefinition.Read(json)), publish: false, token), ct);
        return imported.Problem is { } problem ? problem : new ElsaAnswer<JsonObject>(imported.Definition!);
    }

    private static async Task<int> SaveAllAsync(IServiceProvider services, DefinitionAuthor author, List<string> texts, CancellationToken ct)
    {
        var (change, db) = (services.GetRequiredService<ChangeDefinitions>(), services.GetRequiredService<AppDbContext>());
        foreach (var text in texts)
        {
            if (await change.SaveAsync(author, Own(WorkflowDefinition.Read(text)), publish: false, ct) is DefinitionChange.NotSound wrong) throw new DefinitionException(wrong.Problems);
            // Two files may be versions of one definition: the second has to see the first.
            await db.SaveChangesAsync(ct);
        }

        return texts.Count;
    }

    // What is imported is a definition of the company's own: whatever variant it was where it came from, here it stands on no template.
    private static WorkflowDefinition Own(WorkflowDefinition given)
    {
        (given.Source["customProperties"] as JsonObject)?.Remove(Variants.ChangeVariants.Mark);
        return given;
    }
}
