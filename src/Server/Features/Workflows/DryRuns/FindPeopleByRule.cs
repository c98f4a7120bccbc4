using System.ComponentModel;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.DryRuns;

/// <summary>Whom a rule of a flow finds for somebody now, as a running flow would.</summary>
internal static class FindPeopleByRule
{
    /// <param name="IsActive">Employed today, by the branch's calendar.</param>
    public sealed record Found(Guid Id, string Name, string Department, string Position, bool IsActive);

    /// <param name="People">In order; nobody where the rule finds nobody.</param>
    public sealed record Response(IReadOnlyList<Found> People);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("How people are found: DirectManager, ManagerChain, DepartmentHead, DottedLineManager, HrBp, Role or Position.")] AssigneeBy by,
        [Description("The person from whom the search begins.")] Guid of,
        [Description("The role or the position.")] string? value,
        [Description("Levels of a manager chain, 1 to 10. Default 1.")] int? levels,
        AppDbContext db, IOrg org, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        if (by is not (AssigneeBy.DirectManager or AssigneeBy.ManagerChain or AssigneeBy.DepartmentHead or AssigneeBy.DottedLineManager or AssigneeBy.HrBp or AssigneeBy.Role or AssigneeBy.Position))
            return Problems.Invalid("dry-run.rule.invalid", $"Expected 'by' to be DirectManager, ManagerChain, DepartmentHead, DottedLineManager, HrBp, Role or Position, but it is {by}.");
        if (by is AssigneeBy.Role or AssigneeBy.Position && string.IsNullOrWhiteSpace(value)) return Problems.Invalid("dry-run.rule.invalid", $"Expected 'value' to name the {(by == AssigneeBy.Role ? "role" : "position")}, but it is empty.");
        if (levels is < 1 or > AssigneeRules.MostLevels) return Problems.Invalid("dry-run.rule.invalid", $"Expected 'levels' to be between 1 and {AssigneeRules.MostLevels}, but it is {levels}.");
        if (!await db.People.VisibleTo(user, Permission.PeopleRead, db).AnyAsync(p => p.Id == of, ct)) return ShowSamplePerson.Unknown(of);
        var ids = await ByAsync(org, by, of, value ?? "", levels ?? 1, ct);
        var standings = await Standing.OfAsync(db, ids.ToList(), clock.GetUtcNow().UtcDateTime, ct);
        return TypedResults.Ok(new Response([.. ids.Take(AssigneeRules.MostPeople + 1).Where(standings.ContainsKey).Select(id => standings[id]).Select(at => new Found(at.Person.Id, at.Person.Name, at.Department.Name, at.Position.Name, at.IsActive))]));
    }

    private static async Task<IReadOnlyList<Guid>> ByAsync(IOrg org, AssigneeBy by, Guid of, string value, int levels, CancellationToken ct) => by switch
    {
        AssigneeBy.Role => await org.HoldersOfRoleAsync(value, of, ct),
        AssigneeBy.Position => await org.HoldersOfPositionAsync(value, of, ct),
        AssigneeBy.ManagerChain => await org.ManagerChainOfAsync(of, levels, ct),
        AssigneeBy.DirectManager => await org.DirectManagerOfAsync(of, ct) is { } manager ? [manager] : [],
        AssigneeBy.DottedLineManager => await org.DottedLineManagerOfAsync(of, ct) is { } dotted ? [dotted] : [],
        AssigneeBy.HrBp => await org.HrBpOfAsync(of, ct) is { } partner ? [partner] : [],
        _ => await org.DepartmentHeadOfAsync(of, ct) is { } head ? [head] : [],
    };
}
