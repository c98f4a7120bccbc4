using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Parallel: all children at once; complete when all are.</summary>
internal sealed class Parallel : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.DeclareVariables(visit);
        foreach (var child in visit.Node.Activities) visit.Schedule(child);
        if (visit.Node.Activities.Count == 0) await visit.CompleteAsync();
    }

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) => visit.IsBusyBelow ? ValueTask.CompletedTask : visit.CompleteAsync();
}

/// <summary>Elsa.Fork: all branches at once; complete when all are, or with joinMode WaitAny when the first is.</summary>
internal sealed class Fork : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        foreach (var branch in visit.Node.Branches) visit.Schedule(branch);
        if (visit.Node.Branches.Count == 0) await visit.CompleteAsync();
    }

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child)
    {
        var takesFirst = visit.Node.Source.Text("joinMode") == "WaitAny";
        return !takesFirst && visit.IsBusyBelow ? ValueTask.CompletedTask : visit.CompleteAsync();
    }
}

/// <summary>Elsa.Switch: runs the activity of the first case that holds, or of all (MatchAny), or Default.</summary>
internal sealed class Switch : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var matchesAny = await visit.TextAsync("mode") == "MatchAny";
        var hasMatch = false;
        var at = -1;
        foreach (var item in visit.Node.Source.List("cases")?.OfType<JsonObject>() ?? [])
        {
            at++;
            if (item["condition"] is not JsonObject condition || await visit.EvaluateAsync(DefinitionCompiler.ReadExpression(condition), "Boolean") is not true) continue;
            hasMatch = true;
            if (visit.Node.Ports.TryGetValue(PortOf(at), out var activity)) visit.Schedule(activity);
            if (!matchesAny) break;
        }

        if (!hasMatch && visit.Node.Ports.TryGetValue("default", out var other)) visit.Schedule(other);
        if (!visit.IsBusyBelow) await visit.CompleteAsync();
    }

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) => visit.IsBusyBelow ? ValueTask.CompletedTask : visit.CompleteAsync();

    public static string PortOf(int caseNumber) => "case" + caseNumber.ToString(CultureInfo.InvariantCulture);
}
