using System.Globalization;
using System.Text.Json;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.StateMachine: is in one state at a time and waits for the triggers of the transitions that leave it; complete in a state that none leaves.</summary>
/// <remarks>
/// Entering a state runs its entry activity, then takes the first transition without a trigger whose condition holds, else visits the triggers of the others. The first trigger to
/// complete under a condition that holds wins: the others are withdrawn, then exit activity, action, and the next state follow. A trigger whose condition does not hold is visited again.
/// </remarks>
internal sealed class StateMachine : CoreNode
{
    public const string TypeName = "Elsa.StateMachine";
    private const string Entry = "entry", Exit = "exit", Trigger = "trigger", Action = "action";
    private const int MostHops = 1000;

    internal override ValueTask ExecuteAsync(Visit visit)
    {
        var machine = new Machine(visit.Node);
        return EnterAsync(visit, machine, machine.Start);
    }

    internal override async ValueTask ChildCompletedAsync(Visit visit, ChildEnd child)
    {
        var machine = new Machine(visit.Node);
        var (phase, number) = (child.Tag!.Split(' ')[0], int.Parse(child.Tag.Split(' ')[1], CultureInfo.InvariantCulture));
        var next = phase switch
        {
            Entry => await LeaveAsync(visit, machine),
            Trigger => await TriggeredAsync(visit, machine, machine.At(number)),
            Exit => Act(visit, machine, machine.At(number)),
            _ => machine.At(number).To,
        };
        if (next is not null) await EnterAsync(visit, machine, next);
    }

    // States that run nothing and wait for nothing follow each other here; the bound is for a circle of them.
    private static async ValueTask EnterAsync(Visit visit, Machine machine, string? name)
    {
        for (var hops = 0; name is not null && machine.Find(name) is { } state; hops++)
        {
            if (hops == MostHops)
            {
                await visit.FaultAsync("state-machine.endless", $"Expected state machine '{visit.Node.DisplayName}' to come to a state that waits or ends, but {MostHops} transitions followed each other, the last one to '{name}'.");
                return;
            }

            visit.Run.Instance.Raise(new StateKept(visit.Execution.Id, JsonSerializer.Serialize(name)));
            if (Run(visit, machine.Entry(state), Entry, state.Number)) return;
            name = await LeaveAsync(visit, machine);
            if (name is null) return;
        }

        await visit.CompleteAsync();
    }

    /// <summary>Goes on in the current state.</summary>
    /// <returns>The next state, when it is reached at once.</returns>
    private static async ValueTask<string?> LeaveAsync(Visit visit, Machine machine)
    {
        var current = JsonSerializer.Deserialize<string>(visit.Execution.State!)!;
        var outbound = machine.From(current);
        foreach (var transition in outbound.Where(t => machine.Trigger(t) is null))
            if (await HoldsAsync(visit, transition)) return await TakeAsync(visit, machine, transition);

        foreach (var transition in outbound) Run(visit, machine.Trigger(transition), Trigger, transition.Number);
        if (outbound.Count == 0) await visit.CompleteAsync();
        else if (!visit.IsBusyBelow) await visit.FaultAsync("state-machine.stuck", $"Expected state '{current}' of '{visit.Node.DisplayName}' to be left some time, but no transition has a trigger and no condition holds.");
        return null;
    }

    private static async ValueTask<string?> TriggeredAsync(Visit visit, Machine machine, Machine.Transition transition)
    {
        if (await HoldsAsync(visit, transition)) return await TakeAsync(visit, machine, transition);
        Run(visit, machine.Trigger(transition), Trigger, transition.Number);
        return null;
    }

    private static async ValueTask<string?> TakeAsync(Visit visit, Machine machine, Machine.Transition transition)
    {
        foreach (var competing in visit.Run.ChildrenOf(visit.Execution)) await visit.Run.CancelAsync(competing);
        visit.Run.Instance.Raise(new VisitsWithdrawn(visit.Execution.Id));
        return Run(visit, machine.Exit(machine.Find(transition.From)!), Exit, transition.Number) ? null : Act(visit, machine, transition);
    }

    private static string? Act(Visit visit, Machine machine, Machine.Transition transition) => Run(visit, machine.Action(transition), Action, transition.Number) ? null : transition.To;

    private static async ValueTask<bool> HoldsAsync(Visit visit, Machine.Transition transition) =>
        transition.Condition is null || await visit.EvaluateAsync(transition.Condition.Expression, "Boolean") is true;

    private static bool Run(Visit visit, Node? activity, string phase, int number)
    {
        if (activity is null) return false;
        visit.Schedule(activity, string.Create(CultureInfo.InvariantCulture, $"{phase} {number}"));
        return true;
    }
}
