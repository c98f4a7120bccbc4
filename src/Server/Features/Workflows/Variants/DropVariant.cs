using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>全部还原为模板: the company runs the template again.</summary>
internal static class DropVariant
{
    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> HandleAsync(string definitionId, EditVariants edit, CancellationToken ct) =>
        edit.ShowAsync(definitionId, (variants, author, token) => variants.DropAsync(author, definitionId, token), ct);
}
