using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Publishes the latest versions of several definitions, each by itself.</summary>
internal static class BulkPublish
{
    /// <param name="Published">Ids of definitions that are published now.</param>
    /// <param name="AlreadyPublished">Those that were so before.</param>
    /// <param name="NotFound">Those that the company does not see.</param>
    /// <param name="UpdatedConsumers">How many definitions that use them were changed with them.</param>
    /// <param name="Refused">Those that are not sound, and why.</param>
    internal sealed record Response(List<string> Published, List<string> AlreadyPublished, List<string> NotFound, int UpdatedConsumers, List<BulkChanges.NotChanged> Refused);

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync(BulkChanges.OfDefinitions request, EditDefinitions edit, CancellationToken ct)
    {
        if (BulkChanges.WhyNot(request.DefinitionIds) is { } wrong) return wrong;
        var answer = new Response([], [], [], 0, []);
        foreach (var id in request.DefinitionIds.Distinct())
        {
            switch (await edit.ChangeAsync((change, author, token) => change.PublishAsync(author, id, token), ct))
            {
                case DefinitionChange.Done { WasAlreadySo: true }: answer.AlreadyPublished.Add(id); break;
                case DefinitionChange.Done done:
                    answer.Published.Add(id);
                    answer = answer with { UpdatedConsumers = answer.UpdatedConsumers + done.UpdatedConsumers };
                    break;
                case DefinitionChange.NotSound unsound: answer.Refused.Add(BulkChanges.Because(id, unsound.Problems, edit.Language)); break;
                default: answer.NotFound.Add(id); break;
            }
        }

        return new ElsaAnswer<Response>(answer);
    }
}
