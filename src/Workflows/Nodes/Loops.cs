using System.Collections;
using System.Globalization;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>What the loops have in common: a body that runs in rounds, and an end by Break.</summary>
internal abstract class Loop : CoreNode
{
    public const string CurrentValue = "CurrentValue";
    public const string CurrentIndex = "CurrentIndex";

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) =>
        child.IsTerminal || Breaking.IsAsked(visit.Execution) ? visit.CompleteAsync() : NextAsync(visit, child.Tag);

    protected abstract ValueTask NextAsync(Visit visit, string? lastRound);

    protected static Node? Body(Visit visit) => visit.Node.Ports.GetValueOrDefault("body");

    protected static void Round(Visit visit, Node body, string tag, Dictionary<string, object?>? locals = null)
    {
        // Elsa's inner loop overwrites the values of an outer one for the rest of that one's body.
        if (visit.Run.Instance.IsElsaCompatible) foreach (var (name, value) in locals ?? []) visit.Scope.TrySetById(name, value);
        visit.Schedule(body, tag, locals: locals);
    }

    /// <summary>The items as a list: JSON text of an Object expression counts as what it says.</summary>
    protected static async ValueTask<List<object?>> ItemsAsync(Visit visit)
    {
        var items = await visit.InputAsync("items", "Object");
        var isJson = items is string && visit.Node.Inputs["items"].Expression is { Type: "Object" or "Json" };
        return ListOf(isJson ? Values.Convert(items, "JSON") : items);
    }

    private static List<object?> ListOf(object? items) => items switch
    {
        null => [],
        string text => [text],
        IDictionary<string, object?> single => [single],
        IEnumerable many => [.. many.Cast<object?>()],
        var single => [single],
    };
}

/// <summary>Elsa.For: counts from start to end; the end is part of it unless said otherwise.</summary>
internal sealed class For : Loop
{
    public override IReadOnlyList<string> OutputsOf(Node node) => [CurrentValue];

    internal override ValueTask ExecuteAsync(Visit visit) => NextAsync(visit, null);

    protected override async ValueTask NextAsync(Visit visit, string? lastRound)
    {
        var step = await visit.InputAsync("step", "Int32") as int? ?? 1;
        var end = await visit.InputAsync("end", "Int32") as int? ?? 0;
        var value = lastRound is null ? await visit.InputAsync("start", "Int32") as int? ?? 0 : int.Parse(lastRound, CultureInfo.InvariantCulture) + step;
        var isInclusive = await visit.InputAsync("outerBoundInclusive", "Boolean") as bool? ?? true;
        var isWithin = step >= 0 ? value < end || (isInclusive && value == end) : value > end || (isInclusive && value == end);
        if (!isWithin || Body(visit) is not { } body)
        {
            // Elsa's For never ends without a body.
            if (!isWithin || !visit.Run.Instance.IsElsaCompatible) await visit.CompleteAsync();
            return;
        }

        visit.SetOutput("currentValue", value);
        Round(visit, body, value.ToString(CultureInfo.InvariantCulture), new() { [CurrentValue] = value });
    }
}

/// <summary>Elsa.ForEach: one round for each item of the list as it was at the start.</summary>
internal sealed class ForEach : Loop
{
    public const string Items = "$items";

    public override IReadOnlyList<string> OutputsOf(Node node) => [CurrentValue];

    internal override ValueTask ExecuteAsync(Visit visit) => NextAsync(visit, null);

    protected override async ValueTask NextAsync(Visit visit, string? lastRound)
    {
        // Kept from the first round on; with elsaCompatibility a wait forgets it, and the items are asked for anew.
        if (!visit.Execution.Variables.ContainsKey(Items)) visit.Run.Instance.Raise(new VariableSet(visit.Execution.Id, Items, Values.Copy(await ItemsAsync(visit))));
        var items = (List<object?>)visit.Execution.Variables[Items]!;
        var at = lastRound is null ? 0 : int.Parse(lastRound, CultureInfo.InvariantCulture) + 1;
        if (at >= items.Count || Body(visit) is not { } body)
        {
            await visit.CompleteAsync();
            return;
        }

        visit.SetOutput("currentValue", items[at]);
        Round(visit, body, at.ToString(CultureInfo.InvariantCulture), new() { [CurrentValue] = Values.Copy(items[at]), [CurrentIndex] = at });
    }
}

/// <summary>Elsa.ParallelForEach: all rounds at once, each with its own value.</summary>
internal sealed class ParallelForEach : Loop
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        var items = await ItemsAsync(visit);
        if (items.Count == 0 || Body(visit) is not { } body)
        {
            await visit.CompleteAsync();
            return;
        }

        for (var at = 0; at < items.Count; at++)
            Round(visit, body, at.ToString(CultureInfo.InvariantCulture), new() { [CurrentValue] = Values.Copy(items[at]), [CurrentIndex] = at });
    }

    protected override ValueTask NextAsync(Visit visit, string? lastRound) => visit.IsBusyBelow ? ValueTask.CompletedTask : visit.CompleteAsync();
}

/// <summary>Elsa.While: asks its condition before each round.</summary>
internal sealed class While : Loop
{
    internal override ValueTask ExecuteAsync(Visit visit) => NextAsync(visit, null);

    protected override async ValueTask NextAsync(Visit visit, string? lastRound)
    {
        if (Body(visit) is { } body && await visit.FlagAsync("condition")) Round(visit, body, "");
        else await visit.CompleteAsync();
    }
}

/// <summary>Elsa.Break: the nearest loop ends when its body does; sequences on the way there stop after the current child.</summary>
internal sealed class Break : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        Breaking.Ask(visit);
        await visit.CompleteTerminalAsync();
    }
}

/// <summary>The mark that a Break leaves on everything up to its loop.</summary>
internal static class Breaking
{
    private const string Mark = "$break";

    public static bool IsAsked(Execution execution) => execution.Variables.ContainsKey(Mark);

    public static void Ask(Visit visit)
    {
        var instance = visit.Run.Instance;
        for (var outer = instance.Executions.GetValueOrDefault(visit.Execution.Owner); outer is not null; outer = instance.Executions.GetValueOrDefault(outer.Owner))
        {
            instance.Raise(new VariableSet(outer.Id, Mark, true));
            if (visit.Run.Graph.Nodes[outer.Node].Handler is Loop) return;
        }
    }
}
