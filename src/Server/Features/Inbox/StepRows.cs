using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>The rows of one visit to a step, as the task set that the table of verbs speaks about.</summary>
internal static class StepRows
{
    /// <summary>The step that this task belongs to; null when the task is gone.</summary>
    public static async Task<TaskSet?> OfAsync(AppDbContext db, Guid taskId, CancellationToken ct)
    {
        var rows = await db.Tasks.OfAnyCompany().AsNoTracking()
            .Where(t => db.Tasks.Any(task => task.Id == taskId && task.ExecutionId == t.ExecutionId))
            .OrderBy(t => t.Id)
            .ToListAsync(ct);
        if (rows.Count == 0) return null;
        var names = await PersonNames.OfAsync(db, rows.Select(row => row.ClosedById), ct);
        return new TaskSet
        {
            Kind = rows[0].Kind,
            Mode = rows[0].Mode,
            Actions = rows[0].Actions.Split(' '),
            Terms = TaskJson.Terms(rows[0]),
            Copies = await CopiesAsync(db, rows, ct),
            Assignments = [.. rows.Select(row => ToAssignment(row) with { ClosedByName = row.ClosedById is { } id ? names[id] : null })],
        };
    }

    private static async Task<IReadOnlyList<TaskCopy>> CopiesAsync(AppDbContext db, List<HumanTask> rows, CancellationToken ct)
    {
        var ids = rows.Select(row => row.Id).ToList();
        var copies = await db.TaskCopies.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(c => ids.Contains(c.TaskId)).OrderBy(c => c.Id).ToListAsync(ct);
        return [.. copies.Select(c => new TaskCopy(c.PersonId.ToString("D"), c.SentById?.ToString("D") ?? "", c.SentUtc, c.TaskId.ToString("D"), c.IsLate))];
    }

    /// <summary>One row, without the name of whoever ended it.</summary>
    public static Assignment ToAssignment(HumanTask row) => new()
    {
        TaskId = row.Id.ToString("D"),
        AssigneeId = row.AssigneeId.ToString("D"),
        OnBehalfOf = row.OnBehalfOfId?.ToString("D"),
        ParentTaskId = row.ParentTaskId?.ToString("D"),
        Seat = row.Seat,
        Voice = row.Voice,
        Place = row.Place,
        AddedTo = row.AddedTo,
        Weight = row.Weight,
        UrgedAtUtc = row.UrgedUtc,
        Origin = row.Origin,
        State = row.State,
        BookmarkId = row.BookmarkId,
        Round = row.Round,
        ClosedBy = row.ClosedById?.ToString("D") ?? "",
        ClosedAtUtc = row.ClosedUtc,
    };
}
