using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Makes a new draft of what an earlier version said.</summary>
internal static class RevertDefinition
{
    public static async Task<Results<ElsaAnswer<DefinitionModel.Summary>, ProblemHttpResult>> HandleAsync(string definitionId, int version, EditDefinitions edit, DefinitionModel model, CancellationToken ct)
    {
        if (version < 1) return Problems.Invalid("definitions.version", $"Expected a version number from 1, but it is {version}.");
        return await edit.ChangeAsync((change, author, token) => change.RevertAsync(author, definitionId, version, token), ct) switch
        {
            DefinitionChange.Done done => new ElsaAnswer<DefinitionModel.Summary>(model.Summarise(await edit.FindAsync(done.Version.Id, ct))),
            var other => DefinitionProblems.Of(other, edit.Language),
        };
    }
}
