using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Variants;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Variants;

/// <summary>A company's variant on the canvas: what is kept are changes, and never a copy.</summary>
public sealed class VariantPageTests
{
    private const string Address = "/api/definitions/leave/variant";
    private const string Save = "PUT " + Address;

    private const string Template = """
        {"definitionId":"leave","name":"请假","variables":[],"root":{"id":"flow","type":"Elsa.Flowchart","activities":[
        {"id":"a","type":"HrBpm.Approval","metadata":{"displayText":"主管"},"dueInWorking":{"typeName":"String","expression":{"type":"Literal","value":"2wd"}}},
        {"id":"b","type":"HrBpm.Approval","metadata":{"displayText":"人事"}},{"id":"c","type":"HrBpm.Handle","metadata":{"displayText":"登记"}}],
        "connections":[{"source":{"activity":"a","port":"Approved"},"target":{"activity":"b","port":"In"}},{"source":{"activity":"b","port":"Approved"},"target":{"activity":"c","port":"In"}}]}}
        """;

    private const string Late = """{"kind":"set","card":"a","member":"dueInWorking","was":{"typeName":"String","expression":{"type":"Literal","value":"2wd"}},"value":{"typeName":"String","expression":{"type":"Literal","value":"3wd"}}}""";

    [Fact]
    public async Task Each_card_says_how_it_stands_and_one_change_goes_back_alone()
    {
        var server = Server(Late, """{"kind":"off","card":"b"}""");
        await using var context = Context(server);
        var page = Open(context);

        page.FindAll(".node").Select(card => $"{card.Id} {card.ClassList[^1]}").ShouldBe(["card-a chg", "card-b off", "card-c inh"]);
        page.Find("#changes .vd .was").TextContent.ShouldBe("2 个工作日");
        await page.FindAll("#changes .vdiff button")[0].ClickAsync();
        Sent(server).ShouldBe(["off:b"]);
        page.Find("#card-a").ClassList.ShouldContain("inh");
    }

    [Fact]
    public async Task Deleting_a_card_of_the_template_switches_it_off_and_undo_brings_it_back()
    {
        var server = Server();
        await using var context = Context(server);
        var page = Open(context);

        await page.Find("#card-b").ClickAsync();
        await page.Find(".zoom button[aria-label='删除']").ClickAsync();
        page.Find("#card-b").ClassList.ShouldContain("off");
        Sent(server).ShouldBe(["off:b"]);
        await page.Find(".zoom button[aria-label='撤销']").ClickAsync();
        page.Find("#card-b").ClassList.ShouldNotContain("off");
    }

    [Fact]
    public async Task What_cannot_be_left_out_is_refused_with_its_reason()
    {
        var server = Server();
        await using var context = Context(server);
        var page = Open(context);

        await page.Find("#card-a").ClickAsync();
        await page.Find(".insp [role=switch][aria-labelledby=off-label]").ClickAsync();

        page.Find("[role=alert]").TextContent.ShouldContain("流程从“主管”开始，不能关闭");
        server.Clock.Advance(TimeSpan.FromSeconds(2));
        server.Asked.ShouldNotContain(asked => asked.Line == Save);
    }

    [Fact]
    public async Task What_the_group_has_locked_says_so_and_is_left_as_it_is()
    {
        var server = new FakeServer().On("GET /elsa/api/descriptors/activities", """{"items":[]}""")
            .On("GET " + Address, Variant(1, []).Replace("\"displayText\":\"人事\"}", "\"displayText\":\"人事\"},\"customProperties\":{\"lock\":true,\"lockReason\":\"法定环节。\"}", StringComparison.Ordinal));
        await using var context = Context(server);
        var page = Open(context);

        page.Find("#card-b .fl").TextContent.ShouldBe("集团锁定");
        page.Find("#card-a .fl").TextContent.ShouldBe("");
        await page.Find("#card-b").ClickAsync();
        page.Find(".vlocked").TextContent.ShouldContain("法定环节。");
        page.FindAll("[role=switch][aria-labelledby=off-label]").ShouldBeEmpty();
        await page.Find(".zoom button[aria-label='删除']").ClickAsync();
        page.Find("[role=alert]").TextContent.ShouldContain("由集团锁定，流程必须经过它，不能关闭或绕开。法定环节。");
        page.Find("#card-b").ClassList.ShouldNotContain("off");
    }

    [Fact]
    public async Task A_match_says_which_version_somebody_would_start_and_whom_the_cards_find()
    {
        var server = Server().On("GET /api/people", """{"items":[{"id":"11111111-1111-4111-8111-111111111111","name":"张伟","employeeNumber":"1","userName":"z","email":"","branch":"","department":"销售部","position":"","isActive":true}],"total":1,"isTotalExact":true}""")
            .On("GET /api/definitions/leave/taken", """{"person":"张伟","company":"星河实验学校","department":"销售部","versionId":"v","version":3,"from":"variant","owner":"星河实验学校","templateVersion":1}""");
        await using var context = Context(server);
        var page = Open(context);

        await page.Find("#show-taken").ClickAsync();
        await page.Find("#taken-person").InputAsync("zhang");
        page.WaitForElement("#taken-person-found button").Click();

        page.WaitForAssertion(() => page.Find("#taken-version").TextContent.ShouldContain("星河实验学校的定制 v3（基于模板 v1）"));
    }

    private static FakeServer Server(params string[] changes) => new FakeServer().On("GET /elsa/api/descriptors/activities", """{"items":[]}""").On("GET " + Address, Variant(1, changes)).On(Save, Variant(2, changes));

    private static string Variant(int revision, string[] changes) =>
        $$"""{"definitionId":"leave","name":"请假","company":"星河实验学校","revision":{{revision}},"baseVersion":1,"newerVersion":null,"publishedVersion":null,"isPublished":false,"isReadonly":false,"mayOffer":false,"cards":[],"changes":[{{string.Join(',', changes)}}],"template":{{Template}}}""";

    private static BunitContext Context(FakeServer server)
    {
        var context = server.Context();
        context.Services.AddSingleton<FlowStore>();
        context.Services.AddSingleton<FlowClipboard>();
        context.Services.AddSingleton<VariantStore>();
        return context;
    }

    private static IRenderedComponent<VariantPage> Open(BunitContext context)
    {
        var page = context.Render<VariantPage>(parameters => parameters.Add(p => p.DefinitionId, "leave"));
        page.WaitForAssertion(() => page.FindAll(".node").Count.ShouldBe(3));
        return page;
    }

    // The keys of the changes that were sent last.
    private static IEnumerable<string> Sent(FakeServer server)
    {
        server.Clock.Advance(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => server.Asked.Any(asked => asked.Line == Save), TimeSpan.FromSeconds(10));
        return JsonNode.Parse(server.Asked.Last(asked => asked.Line == Save).Body)!["changes"]!.AsArray().Select(change => $"{change!["kind"]}:{change["card"]}");
    }
}
