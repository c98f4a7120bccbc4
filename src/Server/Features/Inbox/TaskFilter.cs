using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Which tasks of a list are shown, and in which order.</summary>
internal sealed record TaskFilter
{
    /// <summary>The orders that a list knows; the first of each list is its own.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["due", "newest", "oldest"];

    [FromQuery, Description("Only tasks of this definition.")]
    public string? Definition { get; init; }

    [FromQuery, Description("Only tasks that are late.")]
    public bool? Overdue { get; init; }

    [FromQuery, Description("Only tasks about this person.")]
    public Guid? Concerning { get; init; }

    [FromQuery, Description("due (default), newest or oldest. Of what is done, the latest come first by default.")]
    public string? Order { get; init; }

    /// <summary>Why it cannot be; null when it can.</summary>
    public string? WhyNot() => Order is null || Orders.Contains(Order) ? null : $"Expected 'order' to be {string.Join(", ", Orders)}, but got '{Order}'.";

    /// <summary>The tasks that it lets through.</summary>
    public IQueryable<HumanTask> Of(IQueryable<HumanTask> tasks, DateTime nowUtc)
    {
        if (Definition is { Length: > 0 } definition) tasks = tasks.Where(t => t.DefinitionId == definition);
        if (Overdue == true) tasks = tasks.Where(t => t.ClosedUtc == null && t.DueUtc < nowUtc);
        if (Concerning is { } person) tasks = tasks.Where(t => t.ConcerningId == person);
        return tasks;
    }

    /// <summary>The tasks in its order; null where the list's own counts.</summary>
    public IOrderedQueryable<HumanTask>? Sorted(IQueryable<HumanTask> tasks) => Order switch
    {
        "newest" => tasks.OrderByDescending(t => t.OpenedUtc).ThenBy(t => t.Id),
        "oldest" => tasks.OrderBy(t => t.OpenedUtc).ThenBy(t => t.Id),
        _ => null,
    };
}
