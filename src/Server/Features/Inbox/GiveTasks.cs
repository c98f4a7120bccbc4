using HrBpm.Activities.Accounts;
using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>离职转办: gives the open tasks of one person to another, each in a run of its own flow. May be repeated: what was given is not there any more.</summary>
internal sealed class GiveTasks(AppDbContext db, WorkflowRuntime workflows, CheckAct check, TimeProvider clock) : ITaskHandover
{
    /// <summary>A task that was not given, and why.</summary>
    internal sealed record Kept(HumanTask Task, Refusal Why);

    /// <summary>What became of a person's tasks.</summary>
    internal sealed record Result(IReadOnlyList<Guid> Given, IReadOnlyList<Kept> Kept);

    /// <inheritdoc />
    public async Task<int> GiveAsync(Guid fromPersonId, Guid toPersonId, string exceptInstanceId, string reason, CancellationToken ct)
    {
        var tasks = await OpenTasksOf(fromPersonId).Where(t => t.InstanceId != exceptInstanceId).ToListAsync(ct);
        var asked = new TaskCommand { Verb = TaskVerbs.Reroute, Via = TaskVia.Time, To = toPersonId.ToString("D"), Comment = reason };
        return (await RunAsync(tasks, asked, null, ct)).Given.Count;
    }

    /// <summary>HR gives the tasks that flows of this company have for the person. Those of the person's own case stay: a case is theirs to the end.</summary>
    public async Task<Result> RunAsync(Guid from, Guid companyId, TaskCommand asked, Guid? requestId, CancellationToken ct)
    {
        var tasks = await OpenTasksOf(from).Where(t => t.CompanyId == companyId && t.ConcerningId != from).ToListAsync(ct);
        var result = await RunAsync(tasks, asked, requestId, ct);
        // What the same request gave before, or just now by its other way.
        var before = await RequestOnce.TasksOfAsync(db, Guid.TryParse(asked.By, out var by) ? by : default, requestId, asked.Verb, asked.To!, ct);
        return new Result([.. before.Union(result.Given)], [.. result.Kept.Where(kept => !before.Contains(kept.Task.Id))]);
    }

    private IQueryable<HumanTask> OpenTasksOf(Guid person) => db.Tasks.OfAnyCompany().AsNoTracking()
        .Where(t => t.AssigneeId == person && (t.State == AssignmentState.Open || t.State == AssignmentState.Delegated || t.State == AssignmentState.Held)).OrderBy(t => t.Id);

    private async Task<Result> RunAsync(List<HumanTask> tasks, TaskCommand asked, Guid? requestId, CancellationToken ct)
    {
        var given = new List<Guid>();
        var kept = new List<Kept>();
        foreach (var task in tasks)
        {
            if (await GiveAsync(task, asked with { TaskId = task.Id.ToString("D") }, requestId, ct) is { } refusal) kept.Add(new Kept(task, refusal));
            else given.Add(task.Id);
        }
        return new Result(given, kept);
    }

    private async Task<Refusal?> GiveAsync(HumanTask task, TaskCommand command, Guid? requestId, CancellationToken ct)
    {
        if (await check.WhyNotRecipientAsync(command.To!, task.ConcerningId, ct) is { } unfit) return unfit;
        var act = new TaskAct(task, command, new TaskClient("", ""));
        var once = Guid.TryParse(command.By, out var by) ? RequestOnce.OfMany(by, requestId, task.Id, command.Verb, command.To!) : null;
        var resume = new ResumeCommand(task.BookmarkId!) { Actor = command.By, Input = TaskInput.Of(command) };
        return await workflows.ResumeAsync(resume, ct, async (scope, token) =>
        {
            var (inner, nowUtc) = (scope.GetRequiredService<AppDbContext>(), clock.GetUtcNow().UtcDateTime);
            if (once is not null && await once.NoteAsync(inner, task.CompanyId, nowUtc, token) is { } repeated) return repeated;
            if (await CheckNow.WhyNotAsync(inner, act, nowUtc, token) is { } refusal) return refusal;
            scope.GetRequiredService<IAuditTrail>().Record(TaskFacts.Of(act));
            return null;
        });
    }
}
