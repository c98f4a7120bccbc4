using System.Text.Json.Nodes;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>The definition that the tests of the inbox run: form, direct manager, department head; the last two one after the other, or side by side.</summary>
internal static class LeaveFlow
{
    public const string Id = "test-leave";

    public static string Json(JsonObject? manager, bool isParallel = false) => new JsonObject
    {
        ["definitionId"] = Id,
        ["name"] = "请假",
        ["toolVersion"] = "3.8.0.0",
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray(
                new JsonObject { ["id"] = "form", ["type"] = "HrBpm.InitiatorForm", ["name"] = "申请", ["form"] = Input("""[{"key":"reason","label":"事由","required":true}]""") },
                Manager(manager),
                new JsonObject { ["id"] = "head", ["type"] = "HrBpm.Approval", ["name"] = "部门负责人", ["title"] = Input("请假：部门负责人"), ["assignees"] = Input("""[{"by":"DepartmentHead"}]""") },
                new JsonObject { ["id"] = "end", ["type"] = "Elsa.End" }),
            ["connections"] = new JsonArray(Connection("form", "Done", "manager"), isParallel ? Connection("form", "Done", "head") : Connection("manager", "Approved", "head"), Connection("head", "Approved", "end")),
        },
    }.ToJsonString();

    private static JsonObject Manager(JsonObject? changes)
    {
        var manager = new JsonObject
        {
            ["id"] = "manager",
            ["type"] = "HrBpm.Approval",
            ["name"] = "直属主管",
            ["title"] = Input("张伟 的请假：直属主管"),
            ["instruction"] = Input("请核对天数"),
            ["assignees"] = Input("""[{"by":"DirectManager"}]"""),
            ["form"] = Input("""[{"key":"days","label":"天数","type":"number","required":true}]"""),
            ["dueIn"] = Input("2.00:00:00"),
        };
        foreach (var (name, value) in changes ?? [])
            if (value is null) manager.Remove(name);
            else manager[name] = Input(value.GetValue<string>());
        return manager;
    }

    private static JsonObject Input(string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = value.StartsWith('[') ? "Object" : "Literal", ["value"] = value } };

    private static JsonObject Connection(string source, string port, string target) => new()
    {
        ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    };
}
