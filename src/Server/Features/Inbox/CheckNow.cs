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
        return TaskVerbs.WhyNot(step, act.Command, nowUtc) ?? await WhyNotRowAsync(at, act, ct) ?? await WhyNotLinkAsync(at, act, nowUtc, ct);
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
