using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Retracts several definitions of the company's own, each by itself.</summary>
internal static class BulkRetract
{
    /// <param name="Retracted">Ids of definitions that are not published any more.</param>
    /// <param name="AlreadyRetracted">Those of which the company has nothing published.</param>
    /// <param name="NotFound">Those that the company does not see.</param>
    internal sealed record Response(List<string> Retracted, List<string> AlreadyRetracted, List<string> NotFound);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(BulkChanges.OfDefinitions request, EditDefinitions edit, CancellationToken ct)
    {
        if (BulkChanges.WhyNot(request.DefinitionIds) is { } wrong) return wrong;
        var answer = new Response([], [], []);
        foreach (var id in request.DefinitionIds.Distinct())
        {
            var list = await edit.ChangeAsync((change, author, token) => change.RetractAsync(author, id, token), ct) switch
            {
                DefinitionChange.Done => answer.Retracted,
                DefinitionChange.Refused { Why.Code: "definitions.unknown" } => answer.NotFound,
                _ => answer.AlreadyRetracted,
            };
            list.Add(id);
        }

        return new ElsaAnswer<Response>(answer);
    }
}
