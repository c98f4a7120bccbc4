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
                Alteration.HealActivity heal => await HealAsync(run, command, heal),
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
        var meant = run.Instance.Executions.Values.Where(e => Means(run, e, cancel.ActivityId, cancel.Execution)).ToList();
        if (meant.Count == 0) return AlterationRefusals.NotRunning(Named(cancel.ActivityId, cancel.Execution));
        foreach (var execution in meant.Where(e => run.Instance.Executions.ContainsKey(e.Id)))
        {
            var node = run.Graph.Nodes[execution.Node];
            if (!run.Instance.Executions.TryGetValue(execution.Owner, out var owner) || !IsFlowchart(run, owner)) return AlterationRefusals.WrongContainer(node.DisplayName, node.Parent?.DisplayName ?? node.DisplayName);
            await run.CancelAsync(execution);
            await Flowchart.PassByAsync(new Visit(run, owner), node);
        }

        return null;
    }

    private static async ValueTask<Refusal?> ScheduleAsync(Run run, AlterInstance command, Alteration.ScheduleActivity schedule)
    {
        if (await RetryAsync(run, command, schedule.ActivityId, schedule.Execution)) return null;
        if (schedule.Execution is { } visit) return AlterationRefusals.NotRunning($"visit {visit}");
        if (run.Graph.Nodes.Values.FirstOrDefault(n => (n.Id == schedule.ActivityId || n.Path == schedule.ActivityId) && n.Parent is not null) is not { } node) return AlterationRefusals.UnknownActivity(schedule.ActivityId);
        if (run.Instance.Executions.Values.LastOrDefault(e => e.Node == node.Parent!.Path) is not { } owner) return AlterationRefusals.NoContainer(node.DisplayName);
        if (!IsFlowchart(run, owner)) return AlterationRefusals.WrongContainer(node.DisplayName, node.Parent!.DisplayName);
        // As over a backward connection: the round that it is in goes on to count.
        new Visit(run, owner).Schedule(node, isBackward: true);
        return null;
    }

    // Elsa only takes the fault away; here nothing would run or wait then, so the activity is run again.
    private static async ValueTask<Refusal?> HealAsync(Run run, AlterInstance command, Alteration.HealActivity heal) =>
        await RetryAsync(run, command, heal.ActivityId, heal.Execution) ? null : AlterationRefusals.NotFaulted(Named(heal.ActivityId, heal.Execution));

    private static async ValueTask<bool> RetryAsync(Run run, AlterInstance command, string? activity, int? visit)
    {
        if (run.Instance.Incidents.FindLast(i => i.IsOpen && run.Instance.Executions.TryGetValue(i.Execution, out var e) && Means(run, e, activity, visit)) is not { } failed) return false;
        var retry = new ResolveIncident(command.InstanceId, failed.Id, Resolution.Retry, "") { Actor = command.Actor };
        run.Instance.Raise(new IncidentResolved(failed.Id, Resolution.Retry, "", command.Actor, run.NowUtc));
        await IncidentResolutions.ApplyAsync(run, run.Instance.Executions[failed.Execution], retry);
        return true;
    }

    private static bool Means(Run run, Execution execution, string? activity, int? visit) =>
        visit is { } number ? execution.Id == number : run.Graph.Nodes[execution.Node].Id == activity || execution.Node == activity;

    private static string Named(string? activity, int? visit) => visit is { } number ? $"visit {number}" : $"activity '{activity}'";

    private static bool IsFlowchart(Run run, Execution container) => run.Graph.Nodes[container.Node].Handler is Flowchart;
}
