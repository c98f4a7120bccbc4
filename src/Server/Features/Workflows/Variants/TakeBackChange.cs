using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>还原为模板: takes one change back.</summary>
internal static class TakeBackChange
{
    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> HandleAsync(string definitionId, string key, EditVariants edit, CancellationToken ct) =>
        edit.ShowAsync(definitionId, (variants, author, token) => variants.TakeBackAsync(author, definitionId, key, token), ct);
}
