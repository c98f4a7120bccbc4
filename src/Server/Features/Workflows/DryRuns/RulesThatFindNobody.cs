using HrBpm.Activities.DryRuns;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.DryRuns;

/// <summary>Holds the approver rules of a definition against the organisation: a rule that finds nobody, in the whole company or in one of its branches, is a warning at its card.</summary>
internal sealed class RulesThatFindNobody(AppDbContext db, TimeProvider clock)
{
    /// <summary>Code of the problem.</summary>
    public const string Code = "inbox.rule-finds-nobody";

    private IReadOnlyList<Guid> group = [];
    private IReadOnlyList<(Guid Id, string Name)> branches = [];

    /// <summary>The problems, one for each rule that is written down.</summary>
    /// <param name="company">The company whose organisation counts.</param>
    /// <param name="definition">The definition.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<IReadOnlyList<DefinitionProblem>> FindAsync(Guid company, WorkflowDefinition definition, CancellationToken ct)
    {
        var steps = DryStepRules.Of(definition);
        if (steps.Count == 0) return [];
        group = await CompanyGroup.OfAsync(db, company, ct);
        branches = [.. (await db.Branches.AsNoTracking().Where(b => b.CompanyId == company && db.Employments.Any(e => e.BranchId == b.Id)).OrderBy(b => b.Name).Select(b => new { b.Id, b.Name }).ToListAsync(ct)).Select(b => (b.Id, b.Name))];
        var problems = new List<DefinitionProblem>();
        var known = new Dictionary<(AssigneeBy, string?), IReadOnlyList<string>?>();
        foreach (var step in steps)
        {
            foreach (var rule in step.Rules)
            {
                if (!known.TryGetValue((rule.By, rule.Value), out var where)) known[(rule.By, rule.Value)] = where = await WhereNobodyAsync(company, rule, ct);
                if (where is not null && (where.Count == 0 || step.Rules.Count == 1)) problems.Add(ProblemOf(step, rule, where));
            }
        }

        return problems;
    }

    // Null where the rule finds somebody everywhere, or depends on who asks; else the branches where it does not, none for the whole company.
    private Task<IReadOnlyList<string>?> WhereNobodyAsync(Guid company, AssigneeRule rule, CancellationToken ct) => rule.By switch
    {
        AssigneeBy.Role => ByRoleAsync(rule.Value ?? "", ct),
        AssigneeBy.Position => ByPositionAsync(rule.Value ?? "", ct),
        AssigneeBy.Person => ByPersonAsync(rule.Value, ct),
        AssigneeBy.DepartmentHead => IfNoneAsync(db.Departments.AnyAsync(d => d.CompanyId == company && d.HeadId != null, ct)),
        AssigneeBy.DirectManager or AssigneeBy.ManagerChain => IfNoneAsync(db.Employments.AnyAsync(e => e.CompanyId == company && e.ManagerId != null, ct)),
        AssigneeBy.DottedLineManager => IfNoneAsync(db.Employments.AnyAsync(e => e.CompanyId == company && e.DottedLineManagerId != null, ct)),
        AssigneeBy.HrBp => IfNoneAsync(db.Employments.AnyAsync(e => e.CompanyId == company && e.HrBpId != null, ct)),
        _ => Task.FromResult<IReadOnlyList<string>?>(null),
    };

    private async Task<IReadOnlyList<string>?> ByRoleAsync(string role, CancellationToken ct)
    {
        var grants = await db.RoleGrants.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(g => g.Role == role && g.RevokedUtc == null && group.Contains(g.CompanyId)).ToListAsync(ct);
        var holders = await Standing.OfAsync(db, [.. grants.Select(g => g.PersonId)], NowUtc, ct);
        var held = grants.Where(g => holders.GetValueOrDefault(g.PersonId) is { IsActive: true } at && g.Covers(at.Branch.DayOf(NowUtc))).ToList();
        // A role that is held for one branch only says nothing about any other.
        if (held.Any(g => g.BranchId is null)) return null;
        var without = branches.Where(b => held.All(g => g.BranchId != b.Id)).Select(b => b.Name).ToList();
        return without.Count == 0 ? null : without.Count == branches.Count ? [] : without;
    }

    private async Task<IReadOnlyList<string>?> ByPositionAsync(string position, CancellationToken ct)
    {
        var people = await db.Employments.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(e => group.Contains(e.CompanyId) && db.Positions.Any(p => p.Id == e.PositionId && p.Name == position)).Select(e => e.PersonId).Distinct().ToListAsync(ct);
        return (await Standing.OfAsync(db, people, NowUtc, ct)).Values.Any(at => at.IsActive && at.Position.Name == position) ? null : [];
    }

    private async Task<IReadOnlyList<string>?> ByPersonAsync(string? value, CancellationToken ct) =>
        Guid.TryParse(value, out var id) && (await Standing.OfAsync(db, [id], NowUtc, ct)).GetValueOrDefault(id) is { IsActive: true } ? null : [];

    private static async Task<IReadOnlyList<string>?> IfNoneAsync(Task<bool> any) => await any ? null : [];

    private DateTime NowUtc => clock.GetUtcNow().UtcDateTime;

    private static DefinitionProblem ProblemOf(DryStepRules step, AssigneeRule rule, IReadOnlyList<string> where) => new(Code, ProblemSeverity.Warning, step.Step,
        $"Expected the rule '{RuleWords.English(rule)}' of '{step.Name}' to find somebody{(where.Count == 0 ? "" : $" in {string.Join(", ", where)}")}, but it finds nobody{(step.Rules.Count > 1 ? "." : $": {RuleWords.English(step.WhenNobody)}.")}",
        $"「{step.Name}」的规则“{RuleWords.Chinese(rule)}”在{(where.Count == 0 ? "公司里" : string.Join("、", where))}没有人{(step.Rules.Count > 1 ? "。" : $"，{RuleWords.Chinese(step.WhenNobody)}。")}");
}
