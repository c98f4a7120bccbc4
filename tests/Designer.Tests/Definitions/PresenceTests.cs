using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Presence;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Definitions;

/// <summary>Two people who have one flow open are told about each other.</summary>
public sealed class PresenceTests
{
    private const string Asked = "GET /api/definitions/d/open";

    [Fact]
    public async Task Others_stand_in_the_head_and_their_save_is_said_until_it_is_loaded()
    {
        BunitContext.DefaultWaitTimeout = TimeSpan.FromSeconds(30);
        var flow = Flows.Read("a>b").Write();
        var server = new FakeServer().On("GET /elsa/api/workflow-definitions/d", flow.ToJsonString(), tag: "\"one\"").On("GET /elsa/api/descriptors/activities", """{"items":[]}""")
            .On("POST /api/definitions/validate", """{"isValid":true,"problems":[]}""").On(Asked, Answer("one", isEditing: false));
        await using var context = server.Context();
        context.Services.AddSingleton<HrBpm.Designer.DryRuns.BrowserEngine>();
        context.Services.AddSingleton<HrBpm.Designer.DryRuns.DryValue>();
        context.Services.AddSingleton<FlowStore>();
        context.Services.AddSingleton<FlowClipboard>();
        var page = context.Render<DesignerPage>(parameters => parameters.Add(designer => designer.DefinitionId, "d"));
        page.WaitForAssertion(() => page.Find(".presence li").TextContent.ShouldContain("苏晴 也在看"));
        page.FindAll(".banner.warn").ShouldBeEmpty();

        server.On(Asked, Answer("two", isEditing: true));
        await page.InvokeAsync(() => context.Services.GetRequiredService<FlowLive>().TellAsync());
        page.Find(".presence li").TextContent.ShouldContain("苏晴 正在编辑");
        page.Find(".banner.warn").TextContent.ShouldContain("苏晴 刚保存了新的版本。");

        server.On("GET /elsa/api/workflow-definitions/d", Flows.Read("a>b b>c").Write().ToJsonString(), tag: "\"two\"");
        await page.Find(".banner.warn .btn").ClickAsync();
        page.WaitForAssertion(() => page.FindAll(".node").Count.ShouldBe(3));
        page.FindAll(".banner.warn").ShouldBeEmpty();
    }

    private static string Answer(string tag, bool isEditing) =>
        $$"""{"people":[{"id":"11111111-1111-4111-8111-111111111111","name":"苏晴","isEditing":{{(isEditing ? "true" : "false")}},"sinceUtc":"2026-11-23T02:00:00Z"}],"version":1,"tag":"\"{{tag}}\"","savedBy":{"id":"11111111-1111-4111-8111-111111111111","name":"苏晴"},"savedUtc":"2026-11-23T02:00:00Z","isPublished":false}""";
}
