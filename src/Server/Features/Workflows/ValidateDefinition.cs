using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Says what would keep a definition (Elsa 3 JSON, the request's body) from running, each problem with its node. Nothing is stored.</summary>
internal static class ValidateDefinition
{
    internal sealed record Answer(bool IsValid, IReadOnlyList<DefinitionProblem> Problems);

    public static async Task<Ok<Answer>> HandleAsync(HttpRequest request, DefinitionValidator validator, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        var problems = validator.Check(await reader.ReadToEndAsync(ct));
        return TypedResults.Ok(new Answer(!problems.Any(p => p.IsError), problems));
    }
}
