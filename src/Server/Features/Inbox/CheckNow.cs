using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Why something cannot be done with a task any more. Asked before the run, and again inside its transaction.</summary>
internal static class CheckNow
{
    /// <summary>What can change while somebody reads: the state of the step, the proxy, the link.</summary>
    public static async Task<Refusal?> WhyNotAsync(AppDbContext at, TaskAct act, DateTime nowUtc, CancellationToken ct)
    {
        if (await StepRows.OfAsync(at, act.Task.Id, ct) is not { } step) return new("tasks.unknown", $"Expected a task {act.Task.Id}, but there is none.");
        return TaskVerbs.WhyNot(step, act.Command, nowUtc) ?? await WhyNotRowAsync(at, act, ct) ?? await WhyNotLinkAsync(at, act, nowUtc, ct)
            ?? (act.Command.Verb is TaskVerbs.Withdraw or TaskVerbs.GiveBack ? await WhyNotBesideAsync(at, act.Task, ct) : null);
    }

    // Going back undoes the branches beside this one as well.
    private static async Task<Refusal?> WhyNotBesideAsync(AppDbContext at, HumanTask task, CancellationToken ct)
    {
        var flow = at.Tasks.OfAnyCompany().Where(t => t.InstanceId == task.InstanceId);
        var sinceUtc = await flow.Where(t => t.ExecutionId == task.ExecutionId).MinAsync(t => t.OpenedUtc, ct);
        var beside = await flow.Where(t => t.ExecutionId != task.ExecutionId && t.OpenedUtc >= sinceUtc).Select(t => new { t.Id, t.ExecutionId }).ToListAsync(ct);
        foreach (var visit in beside.DistinctBy(t => t.ExecutionId))
        {
            if (await StepRows.OfAsync(at, visit.Id, ct) is { IsUntouched: false })
                return new("tasks.handled-meanwhile", "Expected nobody to have acted on the steps that opened since, but somebody has.");
        }
        return null;
    }

    private static async Task<Refusal?> WhyNotRowAsync(AppDbContext at, TaskAct act, CancellationToken ct)
    {
        var row = await at.Tasks.OfAnyCompany().Where(t => t.Id == act.Task.Id).Select(t => new { t.ProxyId, t.Version }).SingleAsync(ct);
        if (act.Command.Via == TaskVia.Proxy && row.ProxyId?.ToString("D") != act.Command.By)
            return new("tasks.forbidden", "Expected the proxy whom HR named for the task, but it is somebody else by now.");
        return act.SeenVersion is { } seen && seen != row.Version
            ? new("tasks.changed", $"Expected version {seen} of the task, but it has changed to version {row.Version}. Read it again.")
            : null;
    }

    private static async Task<Refusal?> WhyNotLinkAsync(AppDbContext at, TaskAct act, DateTime nowUtc, CancellationToken ct)
    {
        if (act.LinkId is not { } id) return null;
        var link = await at.TaskLinks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleAsync(l => l.Id == id, ct);
        return link.WhyNot(nowUtc);
    }
}
