using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.SetVariable: sets a variable, found by its id.</summary>
internal sealed class SetVariable : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var variable = visit.Node.Source["variable"] as JsonObject;
        var id = variable?.Text("id") ?? variable?.Text("name");
        var value = await visit.InputAsync("value", variable?.Text("typeName"));
        if (id is not null && visit.Scope.TrySetById(id, value)) await visit.CompleteAsync();
        else await visit.FaultAsync("variables.unknown", $"Expected a variable with the id '{id}' in scope, but there is none.");
    }
}

/// <summary>Elsa.SetOutput: sets an output of the workflow.</summary>
internal sealed class SetOutput : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await visit.TextAsync("outputName") is not { Length: > 0 } name)
        {
            await visit.FaultAsync("outputs.name-missing", "Expected the name of a workflow output, but there was none.");
            return;
        }

        visit.Run.SetOutputAround(visit.Execution, name, await visit.InputAsync("outputValue"));
        await visit.CompleteAsync();
    }
}

/// <summary>Elsa.WriteLine: writes a line to the history.</summary>
internal sealed class WriteLine : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.Instance.Raise(new LineWritten(await visit.TextAsync("text") ?? ""));
        await visit.CompleteAsync();
    }
}
