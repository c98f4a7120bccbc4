using System.ComponentModel;
using HrBpm.Activities.Inbox;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Flows;

/// <summary>How long each step of the caller's flows takes, the slowest first.</summary>
internal static class ListStepTimes
{
    /// <param name="Count">How many times it was done in the time.</param>
    /// <param name="MedianHours">Hours by the clock; half of the times it took no longer.</param>
    /// <param name="P90Hours">Nine of ten times it took no longer.</param>
    public sealed record Item(string DefinitionId, string FlowName, string StepId, string Step, TaskKind Kind, bool NeedsSignature, int Count, double MedianHours, double P90Hours);

    public static async Task<Results<Ok<IReadOnlyList<Item>>, ProblemHttpResult>> HandleAsync(
        [Description("Only flows of this definition.")] string? definition,
        [Description("Only flows about people of this branch.")] Guid? branch,
        [Description("How many weeks back, 1 to 53. Default 12.")] int? weeks,
        AppDbContext db, CurrentUser user, TimeProvider clock, CancellationToken ct)
    {
        var filter = new FigureFilter(definition, branch, weeks);
        if (filter.WhyNot() is { } unfit) return unfit.ToProblem();
        var steps = (await ReadFigures.RunAsync(db, user, filter, clock.GetUtcNow().UtcDateTime, ct)).Steps();
        var names = await FlowNames.OfAsync(db, user, steps.Select(s => s.DefinitionId), ct);
        return TypedResults.Ok<IReadOnlyList<Item>>([.. steps.Select(s => ItemOf(s, names))]);
    }

    internal static Item ItemOf(StepTime step, Dictionary<string, string> names) => new(
        step.DefinitionId, names.GetValueOrDefault(step.DefinitionId, step.DefinitionId), step.StepId, step.Step, step.Kind, step.NeedsSignature, step.Count, Math.Round(step.MedianHours, 2), Math.Round(step.P90Hours, 2));
}
