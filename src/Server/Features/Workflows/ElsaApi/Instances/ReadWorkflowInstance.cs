using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>One instance, with where it stands.</summary>
internal static class ReadWorkflowInstance
{
    public static async Task<Results<ElsaAnswer<WorkflowInstanceModel>, ProblemHttpResult>> HandleAsync(string id, InstanceHistories histories, WorkflowStates states, CancellationToken ct)
    {
        if (await histories.FindAsync(id, ct) is not { } instance) return ShowInstance.Unknown(id);
        await states.RecordReadingAsync([instance.Row], ct);
        return new ElsaAnswer<WorkflowInstanceModel>(ModelOf(instance.Row, await states.StateOfAsync(instance, ct)));
    }

    internal static WorkflowInstanceModel ModelOf(InstanceRow row, WorkflowStateModel state) => new()
    {
        Id = row.Id,
        DefinitionId = row.DefinitionId,
        DefinitionVersionId = row.DefinitionVersionId,
        Version = row.DefinitionVersion,
        ParentWorkflowInstanceId = row.ParentInstanceId,
        WorkflowState = state,
        Status = state.Status,
        SubStatus = state.SubStatus,
        CorrelationId = row.CorrelationId,
        Name = row.Name,
        IncidentCount = row.OpenIncidents,
        CreatedAt = state.CreatedAt,
        UpdatedAt = state.UpdatedAt,
        FinishedAt = state.FinishedAt,
    };
}

/// <summary>Whether an instance has changed: a look that costs next to nothing.</summary>
internal static class ReadExecutionState
{
    internal sealed record Answer(string Status, string SubStatus, DateTimeOffset UpdatedAt);

    public static async Task<Results<ElsaAnswer<Answer>, ProblemHttpResult>> HandleAsync(string id, InstanceHistories histories, CancellationToken ct) =>
        await histories.RowAsync(id, ct) is { } row
            ? new ElsaAnswer<Answer>(new Answer(row.Status.ToString(), row.SubStatus.ToString(), ElsaJson.Moment(row.UpdatedUtc)))
            : ShowInstance.Unknown(id);
}

/// <summary>The variables that an instance has now. Without the right to manage workflows their names are shown, but not their values.</summary>
internal static class ListInstanceVariables
{
    internal sealed record Variable(string Id, string Name, System.Text.Json.Nodes.JsonNode? Value);

    public static async Task<Results<ElsaAnswer<ItemList<Variable>>, ProblemHttpResult>> HandleAsync(string id, InstanceHistories histories, WorkflowStates states, CancellationToken ct)
    {
        if (await histories.FindAsync(id, ct) is not { } instance) return ShowInstance.Unknown(id);
        await states.RecordReadingAsync([instance.Row], ct);
        // Of two scopes that have the same variable, the inner one, which came later, counts.
        var (variables, derived) = (new Dictionary<string, Variable>(), DerivedKinds.Of(instance.Graph));
        foreach (var scope in instance.History.State.Executions.Values)
        {
            var names = instance.NodeOf(scope.Node)?.Variables.ToDictionary(v => v.Id, v => v.Name) ?? [];
            foreach (var (variable, value) in scope.Variables.Where(v => !v.Key.StartsWith('$')))
                variables[variable] = new Variable(variable, names.GetValueOrDefault(variable, variable), states.ValueOf(instance, names.GetValueOrDefault(variable, variable), value, derived?.OfValue(variable)));
        }

        return new ElsaAnswer<ItemList<Variable>>(new ItemList<Variable>([.. variables.Values]));
    }
}
