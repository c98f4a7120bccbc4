using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Versions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Versions;

using Flows = HrBpm.Designer.Tests.Definitions.Flows;

/// <summary>Two versions beside each other.</summary>
public sealed class ComparePageTests
{
    [Fact]
    public async Task Cards_are_marked_in_both_pictures_and_what_runs_is_said()
    {
        var server = Server();
        await using var context = Context(server);
        var page = context.Render<ComparePage>(parameters => parameters.Add(compare => compare.DefinitionId, "d"));

        page.WaitForAssertion(() => page.Find("#before-b").ClassList.ShouldContain("del"));
        page.Find("#after-n").ClassList.ShouldContain("add");
        page.Find("#after-a").ClassList.ShouldContain("inh");
        page.Find("header .chip").TextContent.ShouldBe("v1 与 v2 的差异");
        page.Find(".diff-side .sec p").TextContent.ShouldBe("新发起的流程按 v2 走。正在运行的 7 单继续用 v1，直到走完。");
        page.FindAll(".side-head .t3")[0].TextContent.ShouldContain("林晓芸");

        await page.Find("#after-n").ClickAsync();
        page.WaitForAssertion(() => page.Find(".change[aria-expanded=true]").TextContent.ShouldContain("新增办理节点"));
        page.WaitForAssertion(() => context.JSInterop.Invocations.Last(call => call.Identifier == "hrbpm.centre").Arguments.ShouldBe(["diff-after", "after-n"]));
    }

    [Fact]
    public async Task A_version_is_exported_as_a_file()
    {
        var server = Server().On("POST /elsa/api/bulk-actions/export/workflow-definitions", "{}");
        await using var context = Context(server);
        var page = context.Render<ComparePage>(parameters => parameters.Add(compare => compare.DefinitionId, "d"));
        await page.WaitForElement("header .hide-small").ClickAsync();
        page.WaitForAssertion(() => context.JSInterop.Invocations.ShouldContain(call => call.Identifier == "hrbpmFiles.save"));
        server.Asked.Last().Body.ShouldBe("""{"ids":["new"],"includeConsumingWorkflows":false}""");
    }

    private static FakeServer Server() => new FakeServer()
        .On("GET /api/definitions/d/versions", $$"""{"versions":[{{Version("new", 2, isDraft: true, running: 0)}},{{Version("old", 1, isDraft: false, running: 7)}}],"usedBy":[]}""")
        .On("GET /elsa/api/descriptors/activities", """{"items":[]}""")
        .On("GET /elsa/api/workflow-definitions/by-id/old", Flows.Read("a>b b>c").Write().ToJsonString()).On("GET /elsa/api/workflow-definitions/by-id/new", Flows.Read("a>c c>n").Write().ToJsonString());

    private static string Version(string id, int number, bool isDraft, int running)
    {
        var flags = isDraft ? "\"isLatest\":true,\"isPublished\":false,\"isDraft\":true" : "\"isLatest\":false,\"isPublished\":true,\"isDraft\":false,\"publishedUtc\":\"2026-08-14T02:00:00Z\",\"publishedBy\":{\"id\":\"11111111-1111-4111-8111-111111111111\",\"name\":\"林晓芸\"}";
        return $$"""{"id":"{{id}}","version":{{number}},"name":"样例","isOwn":true,{{flags}},"createdUtc":"2026-08-01T02:00:00Z","running":{{running}},"finished":0,"companies":[]}""";
    }

    private static BunitContext Context(FakeServer server)
    {
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        var context = server.Context();
        context.Services.AddSingleton<FlowStore>();
        context.Services.AddSingleton<FlowTransfer>();
        return context;
    }
}
