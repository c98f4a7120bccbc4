using System.ComponentModel;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>What operators have to look at, and had to, in one instance.</summary>
internal static class ListInstanceIncidents
{
    /// <summary>All incidents of an instance, oldest first.</summary>
    public static async Task<Results<Ok<IReadOnlyList<ListIncidents.Item>>, ProblemHttpResult>> HandleAsync(
        string id,
        [Description("How many to pass over. Default 0.")] int? skip,
        [Description("How many to return, 1 to 500. Default 500.")] int? take,
        AppDbContext db, FlowSeals seals, ListPages pages, CancellationToken ct)
    {
        if (pages.WhyNot(skip, take, ListIncidents.Most) is { } unfit) return unfit.ToProblem();
        if (!await db.WorkflowInstances.AnyAsync(i => i.Id == id, ct)) return ShowInstance.Unknown(id);
        var all = await db.WorkflowIncidents.AsNoTracking().Where(i => i.InstanceId == id).OrderBy(i => i.RaisedUtc).ThenBy(i => i.Id).Skip(skip ?? 0).Take(take ?? ListIncidents.Most).ToListAsync(ct);
        foreach (var incident in all) await seals.OpenAsync(incident, ct);
        return TypedResults.Ok<IReadOnlyList<ListIncidents.Item>>([.. all.Select(i => ListIncidents.ItemOf(i, ShowInstance.NameOf(null, i.Node)))]);
    }
}
