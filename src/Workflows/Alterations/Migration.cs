using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>The plan by which an instance goes from one version of its definition to another. It is checked before anything changes.</summary>
internal sealed class Migration(Instance instance, Graph from, Graph to)
{
    /// <summary>Why the instance cannot go on by the other version, or null.</summary>
    public Refusal? WhyNot()
    {
        if (from.VersionId == to.VersionId) return AlterationRefusals.SameVersion(to.Version);
        foreach (var path in instance.Executions.Values.Select(e => e.Node).Concat(instance.Queue.Select(w => w.Node)).Distinct())
        {
            var node = from.Nodes[path];
            if (!to.Nodes.TryGetValue(path, out var same)) return AlterationRefusals.Unsafe($"Expected version {to.Version} to have '{node.DisplayName}', where the instance is, but it has not.");
            if (same.Type != node.Type) return AlterationRefusals.Unsafe($"Expected '{node.DisplayName}', where the instance is, to be a {node.Type} in version {to.Version} too, but it is a {same.Type}.");
        }

        return Flowcharts().Select(WhyNot).Concat(TokenFlows().Select(t => t.WhyNot())).FirstOrDefault(refusal => refusal is not null);
    }

    /// <summary>Moves the instance, which <see cref="WhyNot()"/> does not refuse.</summary>
    public void Apply(DateTime nowUtc)
    {
        var counts = Flowcharts().ToDictionary(e => e.Id, e => CountsOf(e, to.Nodes[e.Node]));
        instance.Raise(new InstanceMigrated(to.VersionId, to.Version, counts, nowUtc)
        {
            Parts = to.Parts.Count + to.MissingParts.Count == 0 ? null : to.Parts,
            Tokens = TokenFlows().ToDictionary(t => t.Execution, t => t.Moved) is { Count: > 0 } tokens ? tokens : null,
        });
        if (to.SecretNames.Count > 0) instance.ReceiveSecrets();
        foreach (var scope in instance.Executions.Values)
            foreach (var variable in to.Nodes[scope.Node].Variables.Where(v => !scope.Variables.ContainsKey(v.Id)).ToList())
                instance.Raise(new VariableSet(scope.Id, variable.Id, Values.Default(variable.TypeName, variable.IsArray, variable.Default, out _)));
    }

    private IEnumerable<Execution> Flowcharts() => instance.Executions.Values.Where(e => e.Flow is not null && from.Nodes[e.Node].Handler is Flowchart);

    private IEnumerable<TokenMigration> TokenFlows() => instance.Flowcharts != FlowchartMode.Token
        ? []
        : instance.Executions.Values.Where(e => from.Nodes[e.Node].Handler is Flowchart).Select(e => new TokenMigration(instance, e, from.Nodes[e.Node], to.Nodes[e.Node], to.Version));

    // What a flowchart has decided must lead on in the new version as it did in the old one: a node that everything has arrived at, but that nothing will come to any more, would never run.
    private Refusal? WhyNot(Execution flow)
    {
        var target = to.Nodes[flow.Node];
        if (from.Nodes[flow.Node].Plan?.Start?.Path != target.Plan?.Start?.Path) return AlterationRefusals.Unsafe($"Expected '{target.DisplayName}' to begin where it did, but it begins elsewhere in version {to.Version}.");
        var shape = target.Plan!.From(target.Plan.Start!);
        var counts = CountsOf(flow, target);
        foreach (var node in target.Activities.Where(n => !IsUnderway(flow, n)))
        {
            var inbound = shape.ForwardInbound(node);
            var visits = flow.Flow!.Of(node.Path);
            if (inbound.Count > 0 && inbound.All(c => counts.GetValueOrDefault(c.Number)?.Visits > visits))
                return AlterationRefusals.Unsafe($"Expected version {to.Version} to come to '{node.DisplayName}' still, but everything that leads there has passed.");
            if (visits > 0 && inbound.FirstOrDefault(c => IsNew(flow, c) && flow.Flow!.Of(c.Source.Path) < visits) is { } late)
                return AlterationRefusals.Unsafe($"Expected '{node.DisplayName}' not to be passed yet, because version {to.Version} leads there from '{late.Source.DisplayName}', but it was.");
        }

        return null;
    }

    private bool IsUnderway(Execution flow, Node node) =>
        instance.Executions.Values.Any(e => e.Owner == flow.Id && e.Node == node.Path) || instance.Queue.Any(w => w.Owner == flow.Id && w.Node == node.Path);

    private bool IsNew(Execution flow, Connection connection) => Same(from.Nodes[flow.Node], connection) is null;

    // A connection that is new, but whose source was left before it existed, was not followed then.
    private Dictionary<int, ConnectionCount> CountsOf(Execution flow, Node target)
    {
        var counts = new Dictionary<int, ConnectionCount>();
        foreach (var connection in target.Connections)
        {
            if (Same(from.Nodes[flow.Node], connection) is { } old)
            {
                if (flow.Flow!.Of(old.Number) is > 0 and var visits) counts[connection.Number] = new ConnectionCount(visits, flow.Flow.Followed.Contains(old.Number));
            }
            else if (flow.Flow!.Of(connection.Source.Path) is > 0 and var passed) counts[connection.Number] = new ConnectionCount(passed, IsFollowed: false);
        }

        return counts;
    }

    private static Connection? Same(Node flowchart, Connection connection) =>
        flowchart.Connections.FirstOrDefault(c => c.Source.Path == connection.Source.Path && c.Port == connection.Port && c.Target.Path == connection.Target.Path);
}

/// <summary>How often a connection was visited, and whether it was followed the last time.</summary>
public sealed record ConnectionCount(int Visits, bool IsFollowed);
