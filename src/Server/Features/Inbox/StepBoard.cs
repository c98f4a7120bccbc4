using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Reads the board of a flow from its tasks.</summary>
internal sealed class StepBoard(AppDbContext db) : IStepBoard
{
    public async Task<IReadOnlyList<BoardStep>> OfAsync(string instanceId, DateTime nowUtc, CancellationToken ct)
    {
        var tasks = await (
            from task in db.Tasks.OfAnyCompany().AsNoTracking()
            where task.InstanceId == instanceId && task.Kind != TaskKind.Notice
            join person in db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]) on task.AssigneeId equals person.Id
            select new Part(task, person.Name, person.UserName)).ToListAsync(ct);
        return
        [
            .. tasks.GroupBy(part => part.Task.ActivityId)
                .Select(step => ToStep([.. Last(step)], step.Select(part => part.Task.ExecutionId).Distinct().Count(), nowUtc))
                .OrderBy(step => step.OpenedUtc).ThenBy(step => step.ActivityId, StringComparer.Ordinal),
        ];
    }

    private sealed record Part(HumanTask Task, string Name, string UserName);

    private static IEnumerable<Part> Last(IEnumerable<Part> step) => step.GroupBy(part => part.Task.ExecutionId).MaxBy(visit => visit.Max(part => part.Task.OpenedUtc))!;

    private static BoardStep ToStep(List<Part> visit, int number, DateTime nowUtc)
    {
        var first = visit.MinBy(part => part.Task.OpenedUtc)!.Task;
        var open = visit.Where(part => part.Task.State == AssignmentState.Open).OrderBy(part => part.Task.OpenedUtc).ThenBy(part => part.Task.Id).ToList();
        // Tasks that were taken back ended because another one did.
        var last = open.Count > 0 ? null : visit.Where(part => part.Task.ClosedUtc is not null).MaxBy(part => (part.Task.ClosedUtc, part.Task.State != AssignmentState.Recalled))?.Task;
        var owedBy = open.Select(part => new BoardDebtor(part.Task.AssigneeId, part.Name, part.UserName, part.Task.Id));
        return new(first.ActivityId, first.ActivityName, first.Stage, number, visit.Count(part => part.Task.ClosedUtc is not null), open.Count > 0, [.. owedBy],
            first.OpenedUtc, first.DueUtc, open.Count > 0 && first.DueUtc < nowUtc, last?.Outcome, last?.ClosedUtc, last?.ClosedById, last?.ClosedVia);
    }
}
