using System.Globalization;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Sequence: runs its children one after another; a terminal child or a pending Break ends it.</summary>
internal sealed class Sequence : CoreNode
{
    internal override ValueTask ExecuteAsync(Visit visit)
    {
        visit.Run.DeclareVariables(visit);
        return NextAsync(visit, 0);
    }

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) =>
        child.IsTerminal || Breaking.IsAsked(visit.Execution) ? visit.CompleteAsync() : NextAsync(visit, int.Parse(child.Tag!, CultureInfo.InvariantCulture) + 1);

    private static ValueTask NextAsync(Visit visit, int at)
    {
        if (at >= visit.Node.Activities.Count) return visit.CompleteAsync();
        visit.Schedule(visit.Node.Activities[at], at.ToString(CultureInfo.InvariantCulture));
        return ValueTask.CompletedTask;
    }
}
