using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Designer.Definitions;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.DryRuns;

/// <summary>The server's validator, on a draft that the server has not seen yet.</summary>
internal static class DraftCheck
{
    /// <param name="made">The validator once it is made; it is kept by whoever asks, who must not name its type.</param>
    /// <param name="definition">The draft.</param>
    public static IReadOnlyList<FlowProblem> Of(ref object? made, JsonObject definition)
    {
        var validator = (DefinitionValidator)(made ??= new ServiceCollection().AddWorkflows(typeof(DryRun).Assembly).BuildServiceProvider().GetRequiredService<DefinitionValidator>());
        return [.. validator.Check(definition.ToJsonString(InputValue.Json)).Where(problem => problem.Severity != ProblemSeverity.Information)
            .Select(problem => new FlowProblem(problem.Code, problem.IsError, problem.Node, problem.MessageIn(CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "zh-CN"), problem.Field))];
    }
}
