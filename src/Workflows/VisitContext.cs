using System.Globalization;
using System.Text.Json;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>The context of an activity that runs in the transaction.</summary>
internal sealed class VisitContext(Visit visit) : ActivityContext
{
    private Instance Instance => visit.Run.Instance;

    public override string InstanceId => Instance.Id;

    public override string TenantId => Instance.TenantId;

    public override string? CorrelationId => Instance.CorrelationId;

    public override string DefinitionId => Instance.DefinitionId;

    public override int DefinitionVersion => Instance.DefinitionVersion;

    public override string ActivityId => visit.Node.Id;

    public override string ActivityName => visit.Node.DisplayName;

    public override string ExecutionId => string.Create(CultureInfo.InvariantCulture, $"{Instance.Id}-{visit.Execution.Id}");

    public override DateTime NowUtc => visit.Run.NowUtc;

    public override string IdempotencyKey => ExecutionId;

    public override IReadOnlyDictionary<string, object?> WorkflowInput => Instance.Input;

    public override bool IsRevisit => visit.Execution.IsBackward;

    public override Refusal? CameBackBecause => visit.Execution.CameBackBecause;

    public override string Actor => visit.Run.Actor;

    public override string Initiator => Instance.Initiator;

    public override IReadOnlyList<EarlierStep> EarlierSteps => [.. Earlier().OrderBy(s => s.Order).Select(s => s.Step)];

    public override object? GetVariable(string name) => visit.Scope.TryGetVariable(name, out var value) ? value : null;

    public override void SetVariable(string name, object? value) => visit.Scope.SetVariable(name, Values.FromClr(value));

    public override T? GetState<T>() where T : default => visit.Execution.State is { } json ? JsonSerializer.Deserialize<T>(json, JsonSerializerOptions.Web) : default;

    public override void SetState<T>(T state) => Instance.Raise(new StateKept(visit.Execution.Id, JsonSerializer.Serialize(state, JsonSerializerOptions.Web)));

    public override NewBookmark Bookmark(string name, object? payload, DateTime? dueUtc) => new(visit.Run.NextBookmarkId(), name, Values.FromClr(payload), dueUtc);

    public override void RunInBackground(string activityType, IReadOnlyDictionary<string, object?> inputs) =>
        visit.Run.RequestJob(visit.Execution, null, activityType, inputs.ToDictionary(i => i.Key, i => Values.FromClr(i.Value)));

    // Walks outward through the containers: in each flowchart, what lies upstream of the way here and was passed.
    private IEnumerable<(int Order, EarlierStep Step)> Earlier()
    {
        for (var (node, owner) = (visit.Node, visit.Execution.Owner); Instance.Executions.TryGetValue(owner, out var container); (node, owner) = (visit.Run.Graph.Nodes[container.Node], container.Owner))
        {
            var flowchart = visit.Run.Graph.Nodes[container.Node];
            if (flowchart.Plan is not { } plan || new Visit(visit.Run, container).FlowStart is not { } start) continue;
            foreach (var upstream in plan.From(start).Upstream(node))
            {
                if (upstream.Handler is ActivityNode { Descriptor.ReturnTarget: { } target } && Instance.Passed.TryGetValue(upstream.Path, out var passed))
                    yield return (passed.Order, new EarlierStep(upstream.Id, upstream.DisplayName, target.IsInitiatorForm));
            }
        }
    }
}
