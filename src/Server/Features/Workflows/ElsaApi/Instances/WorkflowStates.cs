using System.Text.Json.Nodes;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.EntityFrameworkCore;
using static HrBpm.Server.Features.Workflows.ElsaApi.Instances.WorkflowStateModel;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>Shows instances in Elsa's shape. Values of inputs, outputs and variables are only for those who manage workflows, and their reading is recorded.</summary>
internal sealed class WorkflowStates(AppDbContext db, InstanceHistories histories, IAuditTrail audit, CurrentUser user)
{
    /// <summary>True when the caller may see values.</summary>
    public bool ShowsValues => user.Has(Permission.WorkflowsManage);

    /// <summary>Where the instance stands; null when the company has no such instance.</summary>
    public async Task<WorkflowStateModel?> FindAsync(string instanceId, CancellationToken ct)
    {
        if (await histories.FindAsync(instanceId, ct) is not { } instance) return null;
        await RecordReadingAsync([instance.Row], ct);
        return await StateOfAsync(instance, ct);
    }

    /// <summary>Where the instance stands, without recording that it is read.</summary>
    public async Task<WorkflowStateModel> StateOfAsync(SeenInstance instance, CancellationToken ct)
    {
        var (row, history, derived) = (instance.Row, instance.History, DerivedKinds.Of(instance.Graph));
        var created = await db.WorkflowBookmarks.AsNoTracking().Where(b => b.InstanceId == row.Id).ToDictionaryAsync(b => b.Id, b => b.CreatedUtc, ct);
        return new WorkflowStateModel
        {
            Id = row.Id,
            DefinitionId = row.DefinitionId,
            DefinitionVersionId = row.DefinitionVersionId,
            DefinitionVersion = row.DefinitionVersion,
            CorrelationId = row.CorrelationId,
            Name = row.Name,
            ParentWorkflowInstanceId = row.ParentInstanceId,
            Status = row.Status.ToString(),
            SubStatus = row.SubStatus.ToString(),
            Bookmarks = [.. history.State.Bookmarks.Values.Select(b => BookmarkOf(instance, b, created))],
            Incidents = [.. history.State.Incidents.Select(i => IncidentOf(instance, i))],
            CompletionCallbacks = [.. Open(history).Where(v => v.Owner is not null).Select(v => new CallbackModel(IdOf(history, v.Owner!), v.Node, "ChildCompletedAsync"))],
            ActivityExecutionContexts = [.. Open(history).Reverse().Select(v => ContextOf(instance, v, derived))],
            ScheduledActivities = [.. history.State.Queue.Select(w => new ScheduledModel(w.Node, w.Owner == 0 ? null : ActivityVisit.IdOf(row.Id, w.Owner)))],
            ExecutionLogSequence = history.Journal.Count,
            Input = ValuesOf(instance, history.State.Input, name => derived?.OfValue(name)),
            Output = ValuesOf(instance, history.State.Output, name => derived?.OfValue(name)),
            Properties = [],
            CreatedAt = ElsaJson.Moment(row.CreatedUtc),
            UpdatedAt = ElsaJson.Moment(row.UpdatedUtc),
            FinishedAt = ElsaJson.Moment(row.FinishedUtc),
        };
    }

    /// <summary>Records that the caller saw the values of these instances, where the caller sees any.</summary>
    public async Task RecordReadingAsync(IReadOnlyList<InstanceRow> rows, CancellationToken ct)
    {
        if (!ShowsValues) return;
        foreach (var row in rows) audit.Record(new AuditFact(row.CompanyId, user.Actor, "workflows.variables-read", $"instance:{row.Id}", new { names = "all" }));
        await db.SaveChangesAsync(ct);
    }

    /// <summary>One value as JSON, as the caller may see it; null for those who may see none.</summary>
    /// <param name="instance">Whose value it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="value">The value.</param>
    /// <param name="derived">Which kinds of data it may hold beside what its name says.</param>
    /// <param name="ofActivity">An input or output of an activity: in a confidential instance any of them may hold a secret under another name.</param>
    public JsonNode? ValueOf(SeenInstance instance, string name, object? value, IReadOnlySet<FieldKind>? derived, bool ofActivity = false) => ShowsValues
        ? HiddenValues.For(name, Values.ToJson(value), derived, ofActivity ? instance.History.State.IsConfidential : instance.Graph?.SecretNames.Contains(name) == true, user.Rights)
        : null;

    /// <summary>Whether the instance has or had a value that the caller may not see.</summary>
    public bool HidesSomethingOf(SeenInstance instance)
    {
        var (state, visits) = (instance.History.State, instance.History.Visits.Values);
        var derived = DerivedKinds.Of(instance.Graph);
        if (visits.Any(v => v.Inputs?.Any(i => Hides(i, derived?.OfInput(v.Node, i.Key), ofActivity: true)) == true || v.Outputs?.Any(o => Hides(o, derived?.OfOutput(v.Node), ofActivity: true)) == true)) return true;
        // A variable that is gone from the state is in the history still.
        var variables = (instance.Graph?.Nodes.Values ?? []).SelectMany(n => n.Variables).Select(v => KeyValuePair.Create<string, object?>(v.Name, ""));
        var open = state.Executions.Values.SelectMany(e => e.Variables);
        return state.Input.Concat(state.Output).Concat(variables).Concat(open).Any(v => Hides(v, derived?.OfValue(v.Key), ofActivity: false));

        bool Hides(KeyValuePair<string, object?> v, IReadOnlySet<FieldKind>? kinds, bool ofActivity) => !JsonNode.DeepEquals(Values.ToJson(v.Value), ValueOf(instance, v.Key, v.Value, kinds, ofActivity));
    }

    /// <summary>Named values as JSON; empty for those who may not see them.</summary>
    /// <param name="instance">Whose values they are.</param>
    /// <param name="values">The values by name.</param>
    /// <param name="derived">Which kinds of data the one of a name may hold beside what its name says.</param>
    /// <param name="ofActivity">They are inputs or outputs of an activity.</param>
    public JsonObject ValuesOf(SeenInstance instance, IEnumerable<KeyValuePair<string, object?>>? values, Func<string, IReadOnlySet<FieldKind>?> derived, bool ofActivity = false)
    {
        var shown = new JsonObject();
        if (!ShowsValues || values is null) return shown;
        foreach (var (name, value) in values) shown[name] = ValueOf(instance, name, value, derived(name), ofActivity);
        return shown;
    }

    private ContextModel ContextOf(SeenInstance instance, ActivityVisit visit, DerivedKinds? derived) => new()
    {
        Id = IdOf(instance.History, visit),
        CallStackDepth = visit.Depth,
        ParentContextId = visit.Owner is { } owner ? IdOf(instance.History, owner) : null,
        ScheduledActivityNodeId = visit.Node,
        OwnerActivityNodeId = visit.Owner?.Node,
        Properties = [],
        Metadata = [],
        ActivityState = ValuesOf(instance, visit.Inputs, name => derived?.OfInput(visit.Node, name), ofActivity: true),
        Status = visit.Status,
        FaultCount = visit.Faults,
        StartedAt = ElsaJson.Moment(visit.StartedUtc),
    };

    // What a bookmark waits for identifies a stimulus, such as the name of an event. It is not a value that somebody entered.
    private BookmarkModel BookmarkOf(SeenInstance instance, Bookmark bookmark, Dictionary<string, DateTime> created)
    {
        var node = instance.History.Visits[bookmark.Execution].Node;
        return new BookmarkModel
        {
            Id = bookmark.Id,
            Name = bookmark.Name,
            Hash = bookmark.Hash,
            Payload = HiddenValues.For(bookmark.Name, Values.ToJson(bookmark.Payload), user.Rights) is JsonObject members ? CamelCased(members) : Values.ToJson(bookmark.Payload),
            ActivityId = ActivityIdOf(instance, node),
            ActivityNodeId = node,
            ActivityInstanceId = ActivityVisit.IdOf(instance.Row.Id, bookmark.Execution),
            CreatedAt = ElsaJson.Moment(created.GetValueOrDefault(bookmark.Id, instance.Row.UpdatedUtc)),
            AutoComplete = bookmark.Name == "Elsa.Event",
            DueAt = ElsaJson.Moment(bookmark.DueUtc),
        };
    }

    private static IncidentModel IncidentOf(SeenInstance instance, Incident incident) => new()
    {
        Id = incident.Id,
        ActivityId = ActivityIdOf(instance, incident.Node),
        ActivityNodeId = incident.Node,
        ActivityType = incident.ActivityType,
        Message = incident.Message,
        Exception = new ExceptionModel(incident.Code, incident.Message),
        Timestamp = ElsaJson.Moment(incident.AtUtc),
        IsOpen = incident.IsOpen,
    };

    internal static string ActivityIdOf(SeenInstance instance, string node) => instance.NodeOf(node)?.Id ?? node[(node.LastIndexOf(':') + 1)..];

    private static string IdOf(InstanceHistory history, ActivityVisit visit) => ActivityVisit.IdOf(history.InstanceId, visit.Number);

    private static IEnumerable<ActivityVisit> Open(InstanceHistory history) => history.State.Executions.Keys.Select(number => history.Visits[number]);

    private static JsonObject CamelCased(JsonObject members) =>
        [.. members.Select(m => KeyValuePair.Create(System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(m.Key), m.Value?.DeepClone()))];
}
