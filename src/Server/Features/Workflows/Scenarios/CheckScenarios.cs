using HrBpm.Activities.DryRuns;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>Runs the scenarios of a flow in the version that is to be published.</summary>
internal sealed class CheckScenarios(AppDbContext db, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Code of the problem that a scenario is which goes differently.</summary>
    public const string Differs = "definitions.scenario-differs";

    /// <summary>What goes differently, each with its scenario and its first card; empty when nothing does, or when it was accepted.</summary>
    /// <param name="author">Who publishes, for which company.</param>
    /// <param name="definition">What is to be published.</param>
    /// <param name="accepts">What goes differently is meant: the scenarios are renewed.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(DefinitionAuthor author, WorkflowDefinition definition, bool accepts, CancellationToken ct)
    {
        var problems = new List<DefinitionProblem>();
        foreach (var kept in await db.FlowScenarios.Where(s => s.CompanyId == author.CompanyId && s.DefinitionId == definition.DefinitionId).OrderBy(s => s.Name).ToListAsync(ct))
        {
            var (difference, renewed) = await DryScenario.Read(kept.Json).CheckAsync(definition.Write());
            if (difference is null) continue;
            if (accepts && renewed is not null) Renew(author, kept, renewed);
            else problems.Add(ProblemOf(kept.Name, difference));
        }

        return problems;
    }

    private void Renew(DefinitionAuthor author, FlowScenario kept, DryScenario renewed)
    {
        (kept.Json, kept.UpdatedUtc) = (renewed.Write(), clock.GetUtcNow().UtcDateTime);
        kept.Version++;
        audit.Record(new AuditFact(author.CompanyId, author.Actor, "definitions.scenario-renewed", $"definition:{kept.DefinitionId}", new { scenario = kept.Id }));
    }

    private static DefinitionProblem ProblemOf(string name, DryDifference difference) => new(Differs, ProblemSeverity.Error, difference.Step,
        $"Scenario '{name}' goes differently. {difference.Message}",
        difference.Expected.Length + difference.Actual.Length == 0
            ? $"场景“{name}”走得不一样：{difference.Message}"
            : $"场景“{name}”走得不一样：原来到{Said(difference.Expected)}，现在到{Said(difference.Actual)}。");

    private static string Said(string card) => card.Length == 0 ? "这里为止" : $"“{card}”";
}
