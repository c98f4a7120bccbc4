using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>What the company's operators have to look at.</summary>
internal static class ListIncidents
{
    internal const int Most = 500;

    internal sealed record Item(string Id, string InstanceId, string Node, string Activity, string ActivityType, string Code, string Message, DateTime RaisedUtc,
        bool IsOpen, DateTime? ResolvedUtc, Resolution? Resolution, string? ResolvedBy, string? Reason);

    internal static Item ItemOf(WorkflowIncident i, string activity) => new(i.Id, i.InstanceId, i.Node, activity, i.ActivityType, i.Code, i.Message, i.RaisedUtc,
        i.ResolvedUtc is null, i.ResolvedUtc, i.Resolution, i.ResolvedBy, i.Reason);

    /// <summary>The company's open incidents, oldest first.</summary>
    public static async Task<Results<Ok<IReadOnlyList<Item>>, ProblemHttpResult>> HandleAsync(
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 500. Default 500.")] int? take,
        AppDbContext db, FlowSeals seals, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, Most) is { } unfit) return unfit.ToProblem();
        var open = await db.WorkflowIncidents.AsNoTracking().Where(i => i.ResolvedUtc == null).OrderBy(i => i.RaisedUtc).ThenBy(i => i.Id).Skip(skip ?? 0).Take(take ?? Most).ToListAsync(ct);
        foreach (var incident in open) await seals.OpenAsync(incident, ct);
        return TypedResults.Ok<IReadOnlyList<Item>>([.. open.Select(i => ItemOf(i, ShowInstance.NameOf(null, i.Node)))]);
    }
}
