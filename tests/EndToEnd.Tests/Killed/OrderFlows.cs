using System.Text.Json.Nodes;
using HrBpm.Server.Tests.Workflows;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>Flows that use everything which must outlive a process: timers, starts, children that are waited for, events between instances, and resumes from outside.</summary>
internal static class OrderFlows
{
    public const string Wave = "kill-wave";
    public const string Order = "kill-order";
    public const string Check = "kill-check";
    public const string Courier = "kill-courier";

    /// <summary>What waits for somebody outside.</summary>
    public const string Papers = "papers";

    /// <summary>How often each node of a flow is visited, in any order.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Nodes = new Dictionary<string, string[]>
    {
        [Wave] = ["orders"],
        [Order] = ["accepted", "rest", "check", "courier", "call", "answered", Papers, "closed"],
        [Check] = ["rest", "checked"],
        [Courier] = ["called", "answer", "left"],
    };

    /// <summary>The nodes of a flow that wait.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Waits = new Dictionary<string, string[]>
    {
        [Wave] = [.. Enumerable.Repeat("orders", OrdersPerWave)],
        [Order] = ["rest", "check", "answered", Papers],
        [Check] = ["rest"],
        [Courier] = ["called"],
    };

    public const int OrdersPerWave = 7;

    /// <summary>Writes the definitions into a folder, from which a server publishes them when it starts.</summary>
    public static void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        // The orders of a wave are told apart by correlation ids, so that an event meets one of them and not its neighbours.
        Write(Wave, TestFlow.Node("orders", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", Order), ("waitForCompletion", true),
            ("items", TestFlow.Object("Object", new JsonArray([.. Enumerable.Range(1, OrdersPerWave).Select(n => JsonValue.Create(n))]).ToJsonString())),
            ("correlationIdFunction", Script("getWorkflowInstanceId() + '-' + getVariable('Item')"))));
        Write(Order, TestFlow.Line("accepted", "accepted"), TestFlow.Delay("rest", TimeSpan.FromSeconds(1)),
            TestFlow.Node("check", "Elsa.ExecuteWorkflow", ("workflowDefinitionId", Check), ("waitForCompletion", true)),
            TestFlow.Node("courier", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Courier), ("waitForCompletion", false), ("correlationId", Script("getCorrelationId()"))),
            Publish("call", "called"), TestFlow.Event("answered"), TestFlow.Event(Papers), TestFlow.Line("closed", "closed"));
        Write(Check, TestFlow.Delay("rest", TimeSpan.FromSeconds(1)), TestFlow.Line("checked", "checked"));
        Write(Courier, TestFlow.Event("called"), Publish("answer", "answered"), TestFlow.Line("left", "left"));

        void Write(string id, params JsonObject[] activities) => File.WriteAllText(Path.Combine(folder, id + ".json"), TestFlow.Sequence(id, activities));
    }

    private static JsonObject Publish(string id, string name) => TestFlow.Node(id, "Elsa.PublishEvent", ("eventName", name), ("correlationId", Script("getCorrelationId()")));

    private static JsonObject Script(string value) => new() { ["typeName"] = "String", ["expression"] = new JsonObject { ["type"] = "JavaScript", ["value"] = value } };
}
