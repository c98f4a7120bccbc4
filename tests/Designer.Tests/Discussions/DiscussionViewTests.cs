using System.Net;
using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Discussions;
using HrBpm.Designer.Layout;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Discussions;

/// <summary>讨论: comments, the menu behind @, and taking a comment back.</summary>
public sealed class DiscussionViewTests
{
    private const string LiNa = "00000000-0000-4000-8000-000000000002", Comment = "00000000-0000-4000-8000-000000000009";

    [Fact]
    public async Task Whoever_is_typed_after_an_at_is_picked_by_keyboard_and_sent_by_id()
    {
        var server = Server("[]").On("GET /api/flows/i1/mentionable", $$"""{"items":[{"id":"{{LiNa}}","name":"李娜","department":"销售部","position":"经理","hasPart":true},{"id":"{{Comment}}","name":"李明","department":"财务部","position":"会计","hasPart":false}]}""")
            .On("POST /api/flows/i1/comments", $$"""{"id":"{{Comment}}"}""");
        await using var context = server.Context();
        var view = context.Render<DiscussionView>(p => p.Add(x => x.InstanceId, "i1"));

        await view.Find("#talk").InputAsync("请 @li");
        view.FindAll("[role=option]").Select(option => option.QuerySelector(".b")!.TextContent).ShouldBe(["李娜", "李明"]);
        view.FindAll("[role=option] .chip").Count.ShouldBe(1, "who has a part in the flow is marked");
        await view.Find("#talk").KeyDownAsync("ArrowDown");
        view.Find("[aria-selected=true]").TextContent.ShouldContain("李明");
        await view.Find("#talk").KeyDownAsync("ArrowUp");
        await view.Find("#talk").KeyDownAsync("Enter");
        view.FindAll("[role=option]").ShouldBeEmpty();
        view.Find("#talk").GetAttribute("value").ShouldBe("请 @李娜 ");

        await view.Find("form").SubmitAsync();

        var sent = JsonNode.Parse(server.Asked.Single(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).Body)!;
        ((string)sent["text"]!, Guid.TryParse((string?)sent["requestId"], out _)).ShouldBe(($"请 @[{LiNa}]", true));
        context.Services.GetRequiredService<UndoBar>().Text.ShouldBe("评论已发出");
    }

    [Fact]
    public async Task A_lost_answer_keeps_the_text_and_the_request_id()
    {
        var server = Server("[]").On("POST /api/flows/i1/comments", """{"code":"server.error","detail":"Expected …"}""", HttpStatusCode.InternalServerError);
        await using var context = server.Context();
        var view = context.Render<DiscussionView>(p => p.Add(x => x.InstanceId, "i1"));
        await view.Find("#talk").InputAsync("看过了");

        await view.Find("form").SubmitAsync();
        await view.Find("form").SubmitAsync();

        view.Find("#talk").GetAttribute("value").ShouldBe("看过了");
        view.Find("[role=alert]").TextContent.ShouldContain("服务器出错");
        server.Asked.Where(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal)).Select(asked => (string)JsonNode.Parse(asked.Body)!["requestId"]!).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task A_comment_says_names_not_ids_and_can_be_taken_back_while_its_author_may()
    {
        var server = Server($$$"""
            [{"id":"{{{Comment}}}","author":{"id":"{{{LiNa}}}","name":"李娜"},"atUtc":"2026-11-23T01:58:00Z","step":null,"text":"请 @张伟 看","parts":[{"text":"请 ","person":null},{"text":"@张伟","person":{"id":"{{{LiNa}}}","name":"张伟"}},{"text":" 看 <b>","person":null}],"taskId":null,"withdrawnUtc":null,"withdrawableUntilUtc":"2026-11-23T02:03:00Z"},
            {"id":"{{{LiNa}}}","author":{"id":"{{{LiNa}}}","name":"王强"},"atUtc":"2026-11-22T01:58:00Z","step":null,"text":"","parts":[],"taskId":null,"withdrawnUtc":"2026-11-22T01:59:00Z","withdrawableUntilUtc":null}]
            """).On($"POST /api/flows/i1/comments/{Comment}/withdraw", "", HttpStatusCode.NoContent);
        await using var context = server.Context();
        var view = context.Render<DiscussionView>(p => p.Add(x => x.InstanceId, "i1"));

        view.FindAll(".comments li").Select(li => li.QuerySelector(".b")!.TextContent).ShouldBe(["王强", "李娜"], "the latest at the end");
        view.Find(".comments .at").TextContent.ShouldBe("@张伟");
        view.Find(".words").TextContent.ShouldBe("请 @张伟 看 <b>");
        view.FindAll(".comments li")[0].TextContent.ShouldContain("撤回了一条评论");
        await view.FindAll(".comments button").Single().ClickAsync();
        server.Asked.ShouldContain(asked => asked.Line == $"POST /api/flows/i1/comments/{Comment}/withdraw");
    }

    [Theory]
    [InlineData("@李", 2, "李")]
    [InlineData("请 @", 3, "")]
    [InlineData("a@b", 3, null)]
    [InlineData("@李娜 好", 5, null)]
    [InlineData("@李 @王", 2, "李")]
    public void An_at_begins_a_mention_unless_it_belongs_to_an_address_or_is_behind_a_space(string text, int caret, string? search) => MentionText.SearchAt(text, caret).ShouldBe(search);

    private static FakeServer Server(string items) => new FakeServer().On("GET /api/flows/i1/comments", $$"""{"items":{{items}},"total":{{JsonNode.Parse(items)!.AsArray().Count}},"hidden":0}""");
}
