using System.Globalization;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.BulkDispatchWorkflows: starts a workflow for each item of a list. When it waits, it runs <c>childCompleted</c> or <c>childFaulted</c> for each child that ends, and is complete when all have ended.</summary>
/// <remarks>What became of the children is the output <c>results</c>, in the order of the items: Elsa has no such output.</remarks>
internal sealed class BulkDispatchWorkflows : CoreNode
{
    private const string CountKey = "$children";

    public override IReadOnlyList<string> OutcomesOf(Node node) => ["Completed", "Canceled", "Done"];

    public override IReadOnlyList<string> OutputsOf(Node node) => ["Results"];

    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await Children.FindAsync(visit) is not { } definition) return;
        var items = await visit.InputAsync("items", "Object") switch
        {
            null => [],
            List<object?> list => list,
            string text when Values.Convert(text, "Object", isArray: true) is List<object?> list => list,
            var one => [one],
        };
        var waits = !visit.Node.Inputs.ContainsKey("waitForCompletion") || await visit.FlagAsync("waitForCompletion");
        foreach (var (at, item) in items.Index()) await StartAsync(visit, definition, item, waits ? at : null);
        if (!waits || items.Count == 0) await visit.CompleteAsync("Done");
        else Keep(visit, CountKey, items.Count);
    }

    internal override async ValueTask ResumeAsync(Visit visit, Resumption resumption)
    {
        var child = new Dictionary<string, object?>(resumption.Input);
        var number = (int)((Dictionary<string, object?>)resumption.Payload!)["Number"]!;
        Keep(visit, Key(number), child);
        var isFaulted = child["SubStatus"] as string == nameof(InstanceSubStatus.Faulted);
        if (visit.Node.Ports.TryGetValue(isFaulted ? "childFaulted" : "childCompleted", out var handler))
            visit.Schedule(handler, locals: new Dictionary<string, object?> { ["ChildInstanceId"] = child["WorkflowInstanceId"], ["ChildOutput"] = child[Children.OutputKey] });
        await CompleteWhenDoneAsync(visit);
    }

    internal override ValueTask ChildCompletedAsync(Visit visit, ChildEnd child) => CompleteWhenDoneAsync(visit);

    private static async ValueTask StartAsync(Visit visit, StoredDefinition definition, object? item, int? number)
    {
        var key = await visit.TextAsync("defaultItemInputKey") is { Length: > 0 } given ? given : "Item";
        Keep(visit, key, item);
        var input = await Children.InputAsync(visit);
        foreach (var (name, value) in item as Dictionary<string, object?> ?? new Dictionary<string, object?> { [key] = item }) input[name] = value;
        var correlation = await visit.TextAsync("correlationIdFunction");
        if (number is { } at) Children.StartAndWait(visit, definition, input, correlation, number: at);
        else Children.Start(visit, definition, input, correlation);
    }

    private static async ValueTask CompleteWhenDoneAsync(Visit visit)
    {
        var results = Enumerable.Range(0, (int)visit.Execution.Variables[CountKey]!).Select(at => visit.Execution.Variables.GetValueOrDefault(Key(at))).ToList();
        if (results.Contains(null) || visit.IsBusyBelow) return;
        visit.SetOutput("results", results);
        await visit.CompleteAsync("Completed", "Done");
    }

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"$child{number}");

    private static void Keep(Visit visit, string key, object? value) => visit.Run.Instance.Raise(new VariableSet(visit.Execution.Id, key, Values.Copy(value)));
}
