using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Definitions;

/// <summary>What the palette puts into a flow: activities with what makes them useful from the first moment.</summary>
public static class NewActivities
{
    /// <summary>An activity of a type, with nothing set.</summary>
    /// <param name="type">The type.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="version">Version of the type.</param>
    /// <param name="members">What a new activity of the type begins with.</param>
    public static FlowFragment Activity(string type, string title, int version = 1, JsonObject? members = null) => FlowFragment.Of(Make(type, title, version, members));

    /// <summary>Somebody approves, or does something, within two working days.</summary>
    /// <param name="type"><c>HrBpm.Approval</c> or <c>HrBpm.Handle</c>.</param>
    /// <param name="title">What people call it.</param>
    /// <param name="isSigned">With a signature.</param>
    public static FlowFragment Step(string type, string title, bool isSigned = false)
    {
        var members = new JsonObject
        {
            ["title"] = InputValue.Wrap("String", "Literal", title),
            ["assignees"] = InputValue.Wrap("Object", "Object", """[{"by":"DirectManager"}]"""),
            ["mode"] = InputValue.Wrap("String", "Literal", "Any"),
            ["whenNobody"] = InputValue.Wrap("String", "Literal", "Administrator"),
            ["dueInWorking"] = InputValue.Wrap("String", "Literal", "2wd"),
        };
        if (isSigned) members["signature"] = InputValue.Wrap("Boolean", "Literal", true);
        return Activity(type, title, 1, members);
    }

    /// <summary>The direct manager is told; nobody is waited for.</summary>
    public static FlowFragment Copy(string title) => Activity("HrBpm.SendCopy", title, 1, new JsonObject
    {
        ["title"] = InputValue.Wrap("String", "Literal", title),
        ["assignees"] = InputValue.Wrap("Object", "Object", """[{"by":"DirectManager"}]"""),
    });

    /// <summary>The form that a request begins with; what is handed in stands in the variable <c>Request</c>.</summary>
    public static FlowFragment Form(string title)
    {
        var members = new JsonObject
        {
            ["form"] = InputValue.Wrap("Object", "Object", "[]"),
            ["answers"] = new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v-request" } },
        };
        return Activity("HrBpm.InitiatorForm", title, 1, members) with
        {
            Variables = [new JsonObject { ["id"] = "v-request", ["name"] = "Request", ["typeName"] = "Object", ["isArray"] = false, ["value"] = null, ["storageDriverTypeName"] = "WorkflowInstanceStorageDriver" }],
        };
    }

    /// <summary>A condition with one case beside the default.</summary>
    public static FlowFragment Condition(string title, string branch)
    {
        var head = Make("Elsa.FlowSwitch", title, 1, new JsonObject
        {
            ["cases"] = new JsonArray(new JsonObject { ["label"] = branch, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "" } }),
            ["mode"] = InputValue.Wrap("FlowSwitchMode", "Literal", "MatchFirst"),
        });
        var id = FlowGraph.Id(head);
        return new([head], [], id, [new(id, branch, ""), new(id, "Default", "")]);
    }

    /// <summary>Branches that run side by side and wait for each other.</summary>
    public static FlowFragment Parallel(string title, string joinTitle, params IReadOnlyList<string> branches)
    {
        var fork = Make("Elsa.FlowFork", title, 1, new JsonObject { ["branches"] = InputValue.Wrap("String[]", "Object", new JsonArray([.. branches.Select(name => JsonValue.Create(name))]).ToJsonString(InputValue.Json)) });
        var join = Make("Elsa.FlowJoin", joinTitle, 1, new JsonObject { ["mode"] = InputValue.Wrap("FlowJoinMode", "Literal", "WaitAll") });
        var (from, to) = (FlowGraph.Id(fork), FlowGraph.Id(join));
        return new([fork, join], [.. branches.Select(name => FlowConnection.Of(new(from, name, to)))], from, [new(to, "Done", "")]);
    }

    /// <summary>Waits for a day.</summary>
    public static FlowFragment Delay(string title) => Activity("Elsa.Delay", title, 1, new JsonObject { ["timeSpan"] = InputValue.Wrap("TimeSpan", "Literal", "1.00:00:00") });

    /// <summary>The end of a flow, with an id that none of these activities has.</summary>
    internal static JsonObject End(IEnumerable<JsonObject> beside)
    {
        var end = Make(FlowPorts.End, "结束", 1, null);
        var id = ActivityIds.Free(FlowGraph.Id(end), beside.SelectMany(ActivityIds.In).ToHashSet());
        (end["id"], end["name"]) = (id, id);
        return end;
    }

    private static JsonObject Make(string type, string title, int version, JsonObject? members)
    {
        var name = type[(type.LastIndexOf('.') + 1)..];
        var id = char.ToLowerInvariant(name[0]) + name[1..] + "1";
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = version, ["customProperties"] = new JsonObject(), ["metadata"] = new JsonObject { ["displayText"] = title } };
        foreach (var (member, value) in members ?? []) activity[char.ToLowerInvariant(member[0]) + member[1..]] = value?.DeepClone();
        return activity;
    }
}
