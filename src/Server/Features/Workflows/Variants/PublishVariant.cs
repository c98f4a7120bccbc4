using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>The company's new instances run the variant from now on; those that run already stay on what they began with.</summary>
internal static class PublishVariant
{
    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> HandleAsync(string definitionId, [Description("Scenarios that go differently in it shall do so from now on. Otherwise they refuse it.")] bool? acceptScenarios, EditVariants edit, CancellationToken ct) =>
        edit.ShowAsync(definitionId, (variants, author, token) => variants.PublishAsync(author, definitionId, acceptScenarios == true, token), ct);
}
