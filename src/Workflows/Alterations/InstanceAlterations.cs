using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>What each alteration does to an instance. A refusal leaves the attempt half done: the runtime throws it away.</summary>
internal static class InstanceAlterations
{
    public static async ValueTask<Refusal?> ApplyAsync(Run run, AlterInstance command)
    {
        foreach (var alteration in command.Alterations)
        {
            var refusal = alteration switch
            {
                Alteration.ModifyVariable modify => Modify(run, modify),
                Alteration.CancelActivity cancel => await CancelAsync(run, cancel),
                Alteration.ScheduleActivity schedule => await ScheduleAsync(run, command, schedule),
                Alteration.Migrate => null,
                _ => throw new InvalidOperationException($"Expected a known alteration, but got {alteration.GetType().Name}."),
            };
            if (refusal is not null) return refusal;
        }

        return null;
    }

    private static Refusal? Modify(Run run, Alteration.ModifyVariable modify)
    {
        if (run.Instance.Executions.Values.LastOrDefault(e => e.Variables.ContainsKey(modify.VariableId)) is not { } scope) return AlterationRefusals.UnknownVariable(modify.VariableId);
        var declared = run.Graph.Nodes[scope.Node].Variables.FirstOrDefault(v => v.Id == modify.VariableId);
        try
        {
            var value = declared is null ? modify.Value : Values.Convert(modify.Value, declared.TypeName, declared.IsArray);
            run.Instance.Raise(new VariableSet(scope.Id, modify.VariableId, Values.Copy(value)));
            return null;
        }
        catch (ExpressionException e)
        {
            return AlterationRefusals.WrongValue(modify.VariableId, e.Message);
        }
    }

    private static async ValueTask<Refusal?> CancelAsync(Run run, Alteration.CancelActivity cancel)
    {
        var meant = run.Instance.Executions.Values.Where(e => cancel.Execution is { } number ? e.Id == number : run.Graph.Nodes[e.Node].Id == cancel.ActivityId).ToList();
        if (meant.Count == 0) return AlterationRefusals.NotRunning(cancel.Execution is { } missing ? $"visit {missing}" : $"activity '{cancel.ActivityId}'");
        foreach (var execution in meant)
        {
            var node = run.Graph.Nodes[execution.Node];
            if (!run.Instance.Executions.TryGetValue(execution.Owner, out var owner) || !IsCounting(run, owner)) return AlterationRefusals.WrongContainer(node.DisplayName, node.Parent?.DisplayName ?? node.DisplayName);
            await run.CancelAsync(execution);
            var container = new Visit(run, owner);
            await new FlowRun(container).SkipAsync(node);
            if (!container.IsBusyBelow) await container.CompleteAsync();
        }

        return null;
    }

    private static async ValueTask<Refusal?> ScheduleAsync(Run run, AlterInstance command, Alteration.ScheduleActivity schedule)
    {
        var failed = run.Instance.Incidents.FindLast(i => i.IsOpen && run.Instance.Executions.TryGetValue(i.Execution, out var e)
            && (schedule.Execution is { } number ? e.Id == number : run.Graph.Nodes[e.Node].Id == schedule.ActivityId));
        if (failed is not null)
        {
            var retry = new ResolveIncident(command.InstanceId, failed.Id, Resolution.Retry, "") { Actor = command.Actor };
            run.Instance.Raise(new IncidentResolved(failed.Id, Resolution.Retry, "", command.Actor, run.NowUtc));
            await IncidentResolutions.ApplyAsync(run, run.Instance.Executions[failed.Execution], retry);
            return null;
        }

        if (schedule.Execution is { } visit) return AlterationRefusals.NotRunning($"visit {visit}");
        if (run.Graph.Nodes.Values.FirstOrDefault(n => n.Id == schedule.ActivityId && n.Parent is not null) is not { } node) return AlterationRefusals.UnknownActivity(schedule.ActivityId);
        if (run.Instance.Executions.Values.LastOrDefault(e => e.Node == node.Parent!.Path) is not { } owner) return AlterationRefusals.NoContainer(node.DisplayName);
        if (!IsCounting(run, owner)) return AlterationRefusals.WrongContainer(node.DisplayName, node.Parent!.DisplayName);
        // As over a backward connection: the round that it is in goes on to count.
        new Visit(run, owner).Schedule(node, isBackward: true);
        return null;
    }

    private static bool IsCounting(Run run, Execution container) => run.Graph.Nodes[container.Node].Handler is Flowchart && run.Instance.Flowcharts == FlowchartMode.Counter;
}
