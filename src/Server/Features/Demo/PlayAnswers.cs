using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>Plausible answers to each form of the standard offboarding, worked out from what the task itself shows.</summary>
internal static class PlayAnswers
{
    /// <summary>What somebody would fill in here; null where there is nothing to fill in.</summary>
    /// <param name="activityId">The step.</param>
    /// <param name="data">What the task shows.</param>
    public static JsonObject? Of(string activityId, JsonNode? data) => activityId switch
    {
        "form" => data?.DeepClone().AsObject(),
        "listLines" => new JsonObject
        {
            ["customers"] = new JsonArray(Line("华东制造集团", "续约合同已发出，等待对方盖章"), Line("海川物流", "报价有效期至月底，需跟进")),
            ["followUps"] = new JsonArray(Line("季度回款对账", "差一笔发票，财务已受理")),
        },
        "confirmLines" => new JsonObject { ["lines"] = Each(data, line => new JsonObject { ["number"] = line["number"]!.DeepClone(), ["confirmed"] = true }) },
        "checkAssets" => new JsonObject { ["lines"] = Each(data, asset => new JsonObject { ["tag"] = asset["tag"]!.DeepClone(), ["result"] = "归还", ["note"] = "完好" }) },
        "classHandover" => new JsonObject { ["classes"] = "七年级 2 班、4 班", ["progress"] = "讲到第六单元，作业已全部批改", ["parents"] = true },
        "accountsRecovered" => new JsonObject { ["otherSystems"] = "VPN 令牌已收回" },
        "loans" => new JsonObject { ["cleared"] = true, ["note"] = "无借款与备用金" },
        "union" => new JsonObject { ["notifiedOn"] = data?["noticeDate"]?.DeepClone(), ["opinion"] = "工会无异议" },
        "settlement" => new JsonObject
        {
            ["items"] = new JsonArray(
            [
                Item("工资", 1_580_000, "计薪至截止日"), Item("加班费", 126_000, "工作日加班 12 小时"), Item("未休年休假工资", 218_000, "3 天"),
                Item("经济补偿", 3_160_000, "2 个月"), Item("奖金", 500_000, "季度奖"), Item("报销", 83_650, "差旅"),
                .. (string?)data?["waiver"] == "PayInLieu" ? [Item("代通知金", 1_580_000, "上月工资标准")] : (JsonObject[])[],
            ]),
        },
        "socialInsurance" => new JsonObject { ["socialInsurance"] = true, ["file"] = true },
        "damage" => new JsonObject { ["basis"] = "交接延迟未造成可证明的损失，不主张" },
        "leftCustomers" => new JsonObject { ["arrangement"] = "由部门负责人逐一联系，另行指定跟进人" },
        "objection" => new JsonObject { ["resolution"] = "已与双方沟通并记录异议" },
        _ => null,
    };

    private static JsonObject Line(string subject, string state) => new() { ["subject"] = subject, ["state"] = state };

    private static JsonObject Item(string kind, long minor, string note) =>
        new() { ["kind"] = kind, ["amount"] = new JsonObject { ["amountMinor"] = minor, ["currency"] = "CNY" }, ["note"] = note };

    private static JsonArray Each(JsonNode? data, Func<JsonObject, JsonNode> answer) => [.. (data as JsonArray ?? []).OfType<JsonObject>().Select(answer)];
}
