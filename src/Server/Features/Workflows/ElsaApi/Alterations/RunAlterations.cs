using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.ElsaApi.Instances;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>Alters instances at once: each whole, or not at all.</summary>
internal static class RunAlterations
{
    internal const int MostInstances = 500;

    internal sealed record Request(JsonObject[] Alterations, string[] WorkflowInstanceIds);

    internal sealed record Answer(IReadOnlyList<AlterationResult> Results);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, TimeProvider time, CancellationToken ct)
    {
        if (AlterationReader.WhyInvalid(request.Alterations) is { } invalid) return invalid.ToProblem();
        if (request.WorkflowInstanceIds.Length is 0 or > MostInstances)
            return Problems.Invalid("instances.selection.invalid", $"Expected from 1 to {MostInstances} ids, but there are {request.WorkflowInstanceIds.Length}.");
        var results = new List<AlterationResult>();
        var own = await db.WorkflowInstances.Listed().Where(i => request.WorkflowInstanceIds.Contains(i.Id)).Select(i => i.Id).ToListAsync(ct);
        foreach (var id in request.WorkflowInstanceIds.Distinct())
        {
            var refusal = own.Contains(id)
                ? await workflows.AlterAsync(new AlterInstance(id, AlterationReader.For(request.Alterations, id)) { Actor = user.Actor }, ct)
                : new Refusal("workflows.instance-unknown", $"Expected a workflow instance {id} in your company, but there is none.");
            results.Add(AlterationResult.Of(id, refusal, time.GetUtcNow().UtcDateTime));
        }

        return new ElsaAnswer<Answer>(new Answer(results));
    }
}

/// <summary>Tells which instances a plan would alter and, where it says how, what would be refused. Nothing changes.</summary>
internal static class DryRunAlterations
{
    /// <summary>Elsa's dry run takes the filter; with alterations beside it, they are tried.</summary>
    internal sealed record Request(AlterationFilter? Filter = null, JsonObject[]? Alterations = null);

    internal sealed record Answer(IReadOnlyList<string> WorkflowInstanceIds, IReadOnlyList<AlterationResult>? Results);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(JsonObject body, AppDbContext db, InstanceHistories histories, WorkflowRuntime workflows, CurrentUser user, TimeProvider time, HttpContext http, CancellationToken ct)
    {
        var request = ElsaBody.Read<Request>(body.ContainsKey("filter") || body.ContainsKey("alterations") ? body : new JsonObject { ["filter"] = body.DeepClone() }, http);
        var filter = request.Filter ?? new AlterationFilter();
        if (filter.WhyNot() is { } invalid) return invalid.ToProblem();
        if (request.Alterations is { } given && AlterationReader.WhyInvalid(given) is { } wrong) return wrong.ToProblem();
        if (await filter.FindAsync(db, histories, RunAlterations.MostInstances, ct) is not { } ids) return SubmitAlterations.TooMany();
        if (request.Alterations is not { } alterations) return new ElsaAnswer<Answer>(new Answer(ids, null));
        var results = new List<AlterationResult>();
        foreach (var id in ids)
            results.Add(AlterationResult.Of(id, await workflows.TryAlterAsync(new AlterInstance(id, AlterationReader.For(alterations, id)) { Actor = user.Actor }, ct), time.GetUtcNow().UtcDateTime));
        return new ElsaAnswer<Answer>(new Answer(ids, results));
    }
}
