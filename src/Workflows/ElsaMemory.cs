using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows;

/// <summary>What Elsa loses when an instance is resumed: whatever has no storage driver. We keep everything, except where a definition asks for Elsa's behaviour.</summary>
internal static class ElsaMemory
{
    public static void Forget(Run run)
    {
        foreach (var execution in run.Instance.Executions.Values.ToList()) ForgetVariables(run, execution);
        var kept = run.Graph.Definition.StoredInputs;
        run.Instance.Raise(new MemoryForgotten([.. run.Instance.Input.Keys.Where(name => !kept.Contains(name))]));
    }

    private static void ForgetVariables(Run run, Execution execution)
    {
        var declared = run.Graph.Nodes[execution.Node].Variables;
        foreach (var id in execution.Variables.Keys.Where(id => !id.StartsWith('$') && id is not (Loop.CurrentValue or Loop.CurrentIndex)).ToList())
        {
            var variable = declared.FirstOrDefault(v => v.Id == id);
            if (variable is { IsStored: true }) continue;
            run.Instance.Raise(new VariableSet(execution.Id, id, variable is null ? null : Values.Default(variable.TypeName, variable.IsArray, variable.Default, out _)));
        }
    }
}
