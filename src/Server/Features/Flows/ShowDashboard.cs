using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Flows;

/// <summary>数据看板: what runs, what is late, how long steps take, where flows wait, and who has how much to do, of the flows that the caller may see.</summary>
internal static class ShowDashboard
{
    private const int MostRows = 50;

    /// <param name="Key">Id of the definition or branch.</param>
    public sealed record Group(string Key, string Name, int Running, int Late, int Incidents, int Finished);

    /// <param name="Examples">What waits longest: names of the people whom the flows are about.</param>
    public sealed record Jam(string DefinitionId, string FlowName, string StepId, string Step, int Flows, int Late, double AverageHours, double TotalHours, IReadOnlyList<string> Examples);

    public sealed record Load(FlowPerson Person, int Open, int Late, int Done);

    /// <param name="MedianDays">How long flows took that ended in the time; null when none did.</param>
    /// <param name="MedianDaysBefore">The same of as long a time before.</param>
    /// <param name="OldestIncidentUtc">When the oldest open incident was raised.</param>
    public sealed record Response(
        DateTime FromUtc, DateTime UntilUtc, int Running, int Late, double? MedianDays, double? MedianDaysBefore, int Incidents, DateTime? OldestIncidentUtc,
        IReadOnlyList<WeekCount> Weeks, IReadOnlyList<Group> Definitions, IReadOnlyList<Group> Branches, IReadOnlyList<ListStepTimes.Item> Steps, IReadOnlyList<Jam> Bottlenecks, IReadOnlyList<Load> Workloads);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(
        [Description("Only flows of this definition.")] string? definition,
        [Description("Only flows about people of this branch.")] Guid? branch,
        [Description("How many weeks back, 1 to 53. Default 12.")] int? weeks,
        AppDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var filter = new FigureFilter(definition, branch, weeks);
        if (filter.WhyNot() is { } unfit) return unfit.ToProblem();
        var nowUtc = clock.GetUtcNow().UtcDateTime;
        var figures = await ReadFigures.RunAsync(db, user, filter, nowUtc, ct);
        var (definitions, branches, jams, loads, steps) = (figures.ByDefinition(), figures.ByBranch(), figures.Bottlenecks().Take(5).ToList(), figures.Workloads().Take(MostRows).ToList(), figures.Steps().Take(MostRows).ToList());
        var names = await FlowNames.OfAsync(db, user, definitions.Select(d => d.Key), ct);
        var places = (await db.Branches.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Select(b => new { b.Id, b.Name }).ToListAsync(ct)).ToDictionary(b => b.Id.ToString("D"), b => b.Name);
        var examples = await ExamplesAsync(db, [.. jams.SelectMany(j => j.InstanceIds)], ct);
        var people = await FlowPeople.OfAsync(db, [.. loads.Select(l => (Guid?)l.Person), .. examples.Values.Select(id => (Guid?)id)], ct);
        var oldest = figures.Incidents == 0 ? null : await db.WorkflowIncidents.Where(i => i.ResolvedUtc == null && db.VisibleTo(user).Any(f => f.Id == i.InstanceId)).MinAsync(i => (DateTime?)i.RaisedUtc, ct);
        return TypedResults.Ok(new Response(
            filter.From(nowUtc), nowUtc, figures.Running, figures.Late, figures.MedianDays, figures.MedianDaysBefore, figures.Incidents, oldest, figures.Weeks(),
            [.. definitions.Select(d => new Group(d.Key, names.GetValueOrDefault(d.Key, d.Key), d.Running, d.Late, d.Incidents, d.Finished))],
            [.. branches.Select(b => new Group(b.Key, places.GetValueOrDefault(b.Key, ""), b.Running, b.Late, b.Incidents, b.Finished))],
            [.. steps.Select(s => ListStepTimes.ItemOf(s, names))],
            [.. jams.Select(j => new Jam(j.DefinitionId, names.GetValueOrDefault(j.DefinitionId, j.DefinitionId), j.StepId, j.Step, j.Flows, j.Late, j.AverageHours, j.TotalHours,
                [.. j.InstanceIds.Select(id => examples.TryGetValue(id, out var person) ? people.Of((Guid?)person)?.Name : null).OfType<string>().Distinct()]))],
            [.. loads.Select(l => (l, Person: people.Of((Guid?)l.Person))).Where(l => l.Person is not null).Select(l => new Load(l.Person!, l.l.Open, l.l.Late, l.l.Done))]));
    }

    private static async Task<Dictionary<string, Guid>> ExamplesAsync(AppDbContext db, List<string> ids, CancellationToken ct) =>
        (await db.Tasks.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(t => ids.Contains(t.InstanceId) && t.ConcerningId != null).Select(t => new { t.InstanceId, t.ConcerningId }).Distinct().ToListAsync(ct))
            .GroupBy(t => t.InstanceId).ToDictionary(flow => flow.Key, flow => flow.First().ConcerningId!.Value);
}
