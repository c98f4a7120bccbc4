using Bunit;
using HrBpm.Designer.Offboarding;

namespace HrBpm.Designer.Tests.Offboarding;

/// <summary>The board of leavers.</summary>
public sealed class BoardPageTests
{
    [Fact]
    public async Task Leavers_stand_by_stage_with_their_legal_clock_and_who_still_owes_what()
    {
        await using var context = Server().Context();
        var page = context.Render<BoardPage>();

        page.FindAll(".bd > section").Select(column => column.QuerySelectorAll(".lv").Length).ShouldBe([0, 2, 0, 0]);
        page.FindAll(".lv .chip").Select(clock => (clock.TextContent, clock.ClassName)).ShouldBe([("剩 2 天", "chip bad"), ("剩 20 天", "chip br")]);
        page.Find(".lv .clip").TextContent.ShouldBe("陈晨 · 接收人逐条确认");
        page.FindAll(".mt tbody tr")[0].QuerySelectorAll("td").Select(cell => cell.TextContent.Trim()).Take(4).ShouldBe(["剩 2 天", "陈晨逾期", "未开始", "完成"]);
        page.FindAll(".mt tbody tr")[1].QuerySelectorAll("td")[1].TextContent.Trim().ShouldBe("下一步", "the list is made, but nobody has confirmed it yet");
        page.Find(".stagetabs .on").TextContent.ShouldBe("清算中2", "a phone shows the first stage with somebody in it");
    }

    [Fact]
    public async Task A_search_narrows_board_and_matrix()
    {
        await using var context = Server().Context();
        var page = context.Render<BoardPage>();
        await page.Find("input[type=search]").InputAsync("李娜");
        (page.FindAll(".lv").Count, page.FindAll(".mt tbody tr").Count).ShouldBe((1, 1));
    }

    private static FakeServer Server() => new FakeServer().On("GET /api/offboarding/board", $$"""
        {"cards":[{{Card(1, "张伟", 2, $"{Step("listLines", false, false)},{Step("confirmLines", true, true)},{Step("checkAssets", false, false)}")}},{{Card(2, "李娜", 20, Step("listLines", false, false))}}]}
        """);

    private static string Card(int number, string name, int days, string steps) => $$$"""
        {"id":"00000000-0000-4000-8000-00000000000{{{number}}}","number":"LZ-{{{number}}}","leaverId":"00000000-0000-4000-8000-000000000009","leaverName":"{{{name}}}","department":"销售部","kindName":"辞职","stage":"clearance","stageName":"交接清算",
        "stageSinceUtc":"2026-11-20T00:00:00Z","noticeDate":"2026-11-01","lastWorkingDay":"2026-11-24","legalEnd":"2026-11-25","daysToLegalEnd":{{{days}}},"hasCertificate":false,"payHeld":null,"payItems":null,"steps":[{{{steps}}}]}
        """;

    private static string Step(string id, bool isOpen, bool isLate)
    {
        var (name, closed, owed) = (id == "confirmLines" ? "接收人逐条确认" : id, isOpen ? "null" : "\"2026-11-20T00:00:00Z\"", isOpen ? "\"陈晨\"" : "");
        return $$$"""{"stepId":"{{{id}}}","name":"{{{name}}}","stage":"交接清算","isOpen":{{{(isOpen ? "true" : "false")}}},"isOverdue":{{{(isLate ? "true" : "false")}}},"dueUtc":null,"closedUtc":{{{closed}}},"owedBy":[{{{owed}}}]}""";
    }
}
