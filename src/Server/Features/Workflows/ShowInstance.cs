using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>One instance: where it stands, what it waits for since when, and what happened so far.</summary>
internal static class ShowInstance
{
    /// <param name="Instance">Where it stands.</param>
    /// <param name="Waiting">What it waits for, longest first.</param>
    /// <param name="Variables">Values by name; null for those who may not see them.</param>
    /// <param name="Incidents">What an operator must look at, and had to.</param>
    /// <param name="Timeline">What happened, oldest first.</param>
    internal sealed record Answer(ListInstances.Summary Instance, IReadOnlyList<Wait> Waiting, JsonObject? Variables, IReadOnlyList<ListIncidents.Item> Incidents, IReadOnlyList<InstanceTimeline.Entry> Timeline);

    internal sealed record Wait(string Node, string Activity, string Kind, DateTime SinceUtc, DateTime? DueUtc);

    public static async Task<Results<Ok<Answer>, ProblemHttpResult>> HandleAsync(string id, AppDbContext db, FlowSeals seals, IDefinitionStore definitions, GraphCache graphs, InstanceTimeline timeline,
        IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        if (await db.WorkflowInstances.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, ct) is not { } row) return Unknown(id);
        var graph = await definitions.FindVersionAsync(row.DefinitionVersionId, ct) is { } version ? graphs.For(version) : null;
        var waiting = await db.WorkflowBookmarks.AsNoTracking().Where(b => b.InstanceId == id).OrderBy(b => b.CreatedUtc).ToListAsync(ct);
        var incidents = await db.WorkflowIncidents.AsNoTracking().Where(i => i.InstanceId == id).OrderBy(i => i.RaisedUtc).ToListAsync(ct);
        foreach (var incident in incidents) await seals.OpenAsync(incident, ct);
        JsonObject? variables = null;
        if (user.Has(Permission.WorkflowsManage))
        {
            variables = VariablesOf(InstanceJson.Read(await seals.OpenStateAsync(id, row.State, ct)), graph, user.Rights);
            audit.Record(new AuditFact(row.CompanyId, user.Actor, "workflows.variables-read", $"instance:{id}", new { names = variables.Select(v => v.Key) }));
            await db.SaveChangesAsync(ct);
        }

        return TypedResults.Ok(new Answer(
            ListInstances.SummaryOf(row),
            [.. waiting.Select(b => new Wait(b.Node, NameOf(graph, b.Node), b.Name, b.CreatedUtc, b.DueUtc))],
            variables,
            [.. incidents.Select(i => ListIncidents.ItemOf(i, NameOf(graph, i.Node)))],
            await timeline.ReadAsync(id, graph, ct)));
    }

    internal static ProblemHttpResult Unknown(string id) => Problems.NotFound("workflows.instance-unknown", $"Expected a workflow instance {id} in your company, but there is none.");

    internal static string NameOf(Graph? graph, string node) => graph?.Nodes.GetValueOrDefault(node)?.DisplayName ?? node[(node.LastIndexOf(':') + 1)..];

    // Values are stored by variable id; people know names. Of two scopes with the same name the inner one, which came later, is shown.
    private static JsonObject VariablesOf(Instance instance, Graph? graph, HeldRights rights)
    {
        var (shown, derived) = (new JsonObject(), DerivedKinds.Of(graph));
        foreach (var execution in instance.Executions.Values)
        {
            var names = graph?.Nodes.GetValueOrDefault(execution.Node)?.Variables.ToDictionary(v => v.Id, v => v.Name) ?? [];
            foreach (var (name, value) in execution.Variables.Select(v => (names.GetValueOrDefault(v.Key, v.Key), v.Value))) shown[name] = HiddenValues.For(name, Values.ToJson(value), derived?.OfValue(name), graph?.SecretNames.Contains(name) == true, rights);
        }

        return shown;
    }
}
