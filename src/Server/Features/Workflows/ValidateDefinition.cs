using HrBpm.Server.Features.Workflows.DryRuns;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Says what would keep a definition (Elsa 3 JSON, the request's body) from running in the caller's company, each problem with its node. Nothing is stored.</summary>
internal static class ValidateDefinition
{
    internal sealed record Answer(bool IsValid, IReadOnlyList<DefinitionProblem> Problems);

    public static async Task<Ok<Answer>> HandleAsync(HttpRequest request, CheckDefinition check, RulesThatFindNobody people, CurrentUser user, CancellationToken ct)
    {
        using var reader = new StreamReader(request.Body);
        var problems = await ReadAndCheckAsync(await reader.ReadToEndAsync(ct), check, people, user.CompanyId, ct);
        return TypedResults.Ok(new Answer(!problems.Any(p => p.IsError), problems));
    }

    private static async Task<IReadOnlyList<DefinitionProblem>> ReadAndCheckAsync(string json, CheckDefinition check, RulesThatFindNobody people, Guid company, CancellationToken ct)
    {
        try
        {
            var definition = WorkflowDefinition.Read(json);
            return [.. await check.AllAsync(company, definition, ct), .. await people.FindAsync(company, definition, ct)];
        }
        catch (DefinitionException wrong)
        {
            return wrong.Problems;
        }
    }
}
