using System.ComponentModel;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Inbox;

/// <summary>待办, 已办, what waits for somebody else, and what others do for the person.</summary>
internal static class ListTasks
{
    private const int MostAtOnce = 200;

    /// <summary>Which list.</summary>
    public enum Which
    {
        /// <summary>待办: open, the most urgent first.</summary>
        Todo,

        /// <summary>Waits for somebody else: for a delegate's answer, or for signers who were asked to sign first.</summary>
        Waiting,

        /// <summary>已办: the latest first.</summary>
        Done,

        /// <summary>What others do, or did, for the person: delegated by them, or in their absence.</summary>
        Delegated,
    }

    /// <param name="OnBehalfOf">The owner, for a task that was delegated to the assignee.</param>
    public sealed record Item(
        Guid Id, string Title, TaskKind Kind, string? Stage, string ActivityName, string InstanceId, string? CorrelationId, NamedPerson? Concerning,
        NamedPerson Assignee, NamedPerson? OnBehalfOf, AssignmentState State, DateTime OpenedUtc, DateTime? DueUtc, bool IsOverdue, bool NeedsSignature, bool AllowsBulk,
        string? Outcome, DateTime? ClosedUtc, int Round, int Version) : IAboutPerson
    {
        Guid? IAboutPerson.AboutPersonId => Concerning?.Id;
    }

    /// <summary>A flow or a person by which the list can be narrowed.</summary>
    public sealed record Choice(string Id, string Name);

    /// <param name="Total">How many the filter lets through altogether.</param>
    /// <param name="Flows">The definitions of the whole list; absent unless asked for.</param>
    /// <param name="People">The people whom tasks of the whole list are about, at most 200; absent unless asked for.</param>
    public sealed record Response(IReadOnlyList<Item> Items, int Total, IReadOnlyList<Choice>? Flows = null, IReadOnlyList<Choice>? People = null);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("todo (default), waiting, done or delegated.")] string? list,
        [Description("How many to pass over, for further pages. Default 0.")] int? skip,
        [Description("How many to return, 1 to 200. Default 50.")] int? take,
        [AsParameters] TaskFilter filter,
        [Description("Also the flows and people by which the list can be narrowed.")] bool? choices,
        AppDbContext db, CurrentUser user, ListPages pages, TimeProvider clock, CancellationToken ct)
    {
        var which = Which.Todo;
        if (list is not null && (!Enum.TryParse(list, ignoreCase: true, out which) || !Enum.IsDefined(which)))
            return Problems.Invalid("tasks.list.invalid", $"Expected 'list' to be todo, waiting, done or delegated, but got '{list}'.");
        if (skip is < 0) return Problems.Invalid("tasks.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.");
        if (take < 1 || take > pages.Most(MostAtOnce)) return Problems.Invalid("tasks.take.invalid", $"Expected 'take' to be between 1 and {MostAtOnce}, but it is {take}.");
        if (filter.WhyNot() is { } unfit) return Problems.Invalid("tasks.order.invalid", unfit);
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var all = Of(which, db.Tasks, user.PersonId).AsNoTracking();
        var tasks = filter.Of(all, nowUtc);
        var page = await (filter.Sorted(tasks) ?? Sorted(which, tasks)).Skip(skip ?? 0).Take(take ?? 50).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, page.SelectMany(t => new[] { t.AssigneeId, t.ConcerningId, t.OnBehalfOfId }), ct);
        var response = new Response([.. page.Select(task => ToItem(task, names, nowUtc))], await pages.CountAsync(tasks, ct));
        return TypedResults.Ok(choices == true ? response with { Flows = await FlowsAsync(db, user, all, ct), People = await PeopleAsync(db, all, ct) } : response);
    }

    private static async Task<IReadOnlyList<Choice>> FlowsAsync(AppDbContext db, CurrentUser user, IQueryable<HumanTask> tasks, CancellationToken ct)
    {
        var ids = await tasks.Select(t => t.DefinitionId).Distinct().ToListAsync(ct);
        var group = user.Group;
        var versions = await db.DefinitionVersions.Where(d => ids.Contains(d.DefinitionId) && d.IsLatest && (d.OwnerId == Guid.Empty || group.Contains(d.OwnerId))).Select(d => new { d.DefinitionId, d.Name, d.Version }).ToListAsync(ct);
        var names = versions.GroupBy(d => d.DefinitionId).ToDictionary(d => d.Key, d => d.MaxBy(version => version.Version)!.Name);
        return [.. ids.Select(id => new Choice(id, names.GetValueOrDefault(id, id))).OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    private static async Task<IReadOnlyList<Choice>> PeopleAsync(AppDbContext db, IQueryable<HumanTask> tasks, CancellationToken ct)
    {
        var ids = await tasks.Where(t => t.ConcerningId != null).Select(t => t.ConcerningId).Distinct().OrderBy(id => id).Take(MostAtOnce).ToListAsync(ct);
        var names = await PersonNames.OfAsync(db, ids, ct);
        return [.. ids.Select(id => new Choice(id!.Value.ToString("D"), names[id.Value])).OrderBy(choice => choice.Name, StringComparer.Ordinal)];
    }

    private static IQueryable<HumanTask> Of(Which which, DbSet<HumanTask> tasks, Guid me) => which switch
    {
        Which.Todo => tasks.ToDoOf(me),
        Which.Waiting => tasks.WaitingFor(me),
        Which.Delegated => tasks.DoneFor(me),
        _ => tasks.DoneBy(me),
    };

    private static IQueryable<HumanTask> Sorted(Which which, IQueryable<HumanTask> tasks) => which is Which.Done or Which.Delegated
        ? tasks.OrderByDescending(t => t.ClosedUtc ?? t.OpenedUtc).ThenBy(t => t.Id)
        : tasks.OrderBy(t => t.DueUtc == null).ThenBy(t => t.DueUtc).ThenBy(t => t.OpenedUtc).ThenBy(t => t.Id);

    private static Item ToItem(HumanTask task, PersonNames names, DateTime nowUtc) => new(
        task.Id, task.Title, task.Kind, task.Stage, task.ActivityName, task.InstanceId, task.CorrelationId, names.Of(task.ConcerningId),
        names.Of(task.AssigneeId)!, names.Of(task.OnBehalfOfId), task.State, task.OpenedUtc, task.DueUtc, task.IsLive && task.DueUtc < nowUtc, task.NeedsSignature, TaskJson.Terms(task).AllowsBulk,
        task.Outcome, task.ClosedUtc, task.Round, task.Version);
}
