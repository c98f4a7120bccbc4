using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Ends instances before their time.</summary>
internal static class CancelWorkflowInstances
{
    /// <summary>What the history says when the client gives no reason, as Elsa's clients do.</summary>
    private const string Reason = "Cancelled through the management API.";

    /// <summary>Which instances: those with these ids, or all that run this definition or version.</summary>
    internal sealed record BulkRequest(string[]? Ids = null, string? DefinitionId = null, string? DefinitionVersionId = null);

    internal sealed record BulkAnswer(int Cancelled);

    public static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(string id, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        if (!await db.WorkflowInstances.Listed().AnyAsync(i => i.Id == id, ct)) return ShowInstance.Unknown(id);
        return await workflows.CancelAsync(id, user.Actor, Reason, ct) is { } refusal ? refusal.ToProblem() : TypedResults.NoContent();
    }

    public static async Task<Results<ElsaAnswer<BulkAnswer>, ProblemHttpResult>> HandleBulkAsync(BulkRequest request, AppDbContext db, WorkflowRuntime workflows, CurrentUser user, CancellationToken ct)
    {
        var selection = new InstanceSelection(request.Ids, request.DefinitionId, request.DefinitionVersionId);
        if (selection.WhyInvalid() is { } invalid) return invalid.ToProblem();
        var cancelled = 0;
        foreach (var id in await selection.Apply(db.WorkflowInstances.Listed()).Where(i => i.Status == InstanceStatus.Running).Select(i => i.Id).ToListAsync(ct))
            if (await workflows.CancelAsync(id, user.Actor, Reason, ct) is null) cancelled++;
        return new ElsaAnswer<BulkAnswer>(new BulkAnswer(cancelled));
    }
}

/// <summary>Which instances a bulk action is for. It must be said: nothing stands for all.</summary>
internal sealed record InstanceSelection(string[]? Ids, string? DefinitionId, string? DefinitionVersionId, string[]? DefinitionIds = null)
{
    private const int MostIds = 1000;

    public Refusal? WhyInvalid()
    {
        if (Ids?.Length > MostIds) return new Refusal("instances.selection.invalid", $"Expected at most {MostIds} ids, but there are {Ids.Length}.");
        return Ids is null && DefinitionId is null && DefinitionVersionId is null && DefinitionIds is null
            ? new Refusal("instances.selection.invalid", "Expected ids of instances, or the id of a definition or of its version, but there is none.")
            : null;
    }

    public IQueryable<WorkflowInstance> Apply(IQueryable<WorkflowInstance> found)
    {
        if (Ids is not null) found = found.Where(i => Ids.Contains(i.Id));
        if (DefinitionId is not null) found = found.Where(i => i.DefinitionId == DefinitionId);
        if (DefinitionIds is not null) found = found.Where(i => DefinitionIds.Contains(i.DefinitionId));
        if (DefinitionVersionId is not null) found = found.Where(i => i.DefinitionVersionId == DefinitionVersionId);
        return found;
    }
}
