using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace HrBpm.EndToEnd.Tests.Studio;

/// <summary>The official Elsa Studio, as its makers publish it, works on this server as it does on Elsa's.</summary>
public sealed class StudioTests(StudioBrowser studio) : IClassFixture<StudioBrowser>, IAsyncLifetime
{
    private const string Offboarding = "offboarding-standard";
    private const string Definitions = "/elsa/api/workflow-definitions";
    private const string PublishButton = "[role=toolbar] .mud-button-group-root button.mud-primary-text";
    private const string RunButton = "[role=toolbar] button.mud-success-text";

    public async ValueTask InitializeAsync() => await studio.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Our_offboarding_is_opened_edited_published_and_run_and_its_instance_is_shown()
    {
        var page = await studio.OpenAsync($"?definition={Offboarding}");
        await Assertions.Expect(page.GetByText("发起离职申请").First).ToBeAttachedAsync();
        await StudioBrowser.KeepAsync(page, "studio-opened");

        var saved = await AnswerAsync(page, Definitions, async () =>
        {
            await page.Locator("textarea").First.FillAsync("在 Studio 里改过的说明");
            await page.Keyboard.PressAsync("Tab");
        });
        ((string)saved["workflowDefinition"]!["description"]!, (int)saved["workflowDefinition"]!["version"]!).ShouldBe(("在 Studio 里改过的说明", 2));

        var published = await AnswerAsync(page, Definitions, () => page.ClickAsync(PublishButton));
        ((bool)published["workflowDefinition"]!["isPublished"]!, (int)published["workflowDefinition"]!["version"]!).ShouldBe((true, 2));
        await StudioBrowser.KeepAsync(page, "studio-published");

        var run = await AnswerAsync(page, $"{Definitions}/{Offboarding}/execute", () => page.ClickAsync(RunButton));
        var instance = (string)run["workflowState"]!["id"]!;
        ((int)run["workflowState"]!["definitionVersion"]!).ShouldBe(2);
        await StudioBrowser.KeepAsync(page, "studio-run");

        var viewer = await studio.OpenAsync($"?instance={instance}");
        await Assertions.Expect(viewer.GetByText(instance).First).ToBeAttachedAsync();
        await Assertions.Expect(viewer.GetByText("发起离职申请").First).ToBeAttachedAsync();
        await StudioBrowser.KeepAsync(viewer, "studio-instance");
    }

    [Fact]
    public async Task A_publish_of_what_is_not_sound_shows_our_validation_errors()
    {
        var model = JsonNode.Parse("""
            { "definitionId": "unsound", "name": "不完整的流程", "root": { "id": "flow", "type": "Elsa.Flowchart", "version": 1, "variables": [], "connections": [], "activities": [
              { "id": "start", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "a" } }, "metadata": { "displayText": "开始", "designer": { "position": { "x": 40, "y": 40 }, "size": { "width": 200, "height": 50 } } } },
              { "id": "lost", "type": "Elsa.WriteLine", "version": 1, "text": { "typeName": "String", "expression": { "type": "Literal", "value": "b" } }, "metadata": { "displayText": "走不到的节点", "designer": { "position": { "x": 40, "y": 160 }, "size": { "width": 200, "height": 50 } } } } ] } }
            """);
        (await studio.Api.PostAsync(Definitions, new APIRequestContextOptions { DataObject = new { model, publish = false } })).Status.ShouldBe(200);
        var page = await studio.OpenAsync("?definition=unsound");
        await Assertions.Expect(page.GetByText("走不到的节点").First).ToBeAttachedAsync();

        var refused = await AnswerAsync(page, Definitions, () => page.ClickAsync(PublishButton), status: 400);

        var error = refused["validationErrors"]!.AsArray().Single(e => (string?)e!["activityId"] == "lost")!;
        await Assertions.Expect(page.GetByText((string)error["message"]!).First).ToBeVisibleAsync();
        await StudioBrowser.KeepAsync(page, "studio-refused");
        var stored = await studio.Api.GetAsync($"{Definitions}/unsound");
        ((bool)JsonNode.Parse(await stored.TextAsync())!["isPublished"]!).ShouldBeFalse();
    }

    private static async Task<JsonObject> AnswerAsync(IPage page, string path, Func<Task> act, int status = 200)
    {
        var answer = await page.RunAndWaitForResponseAsync(act, r => r.Request.Method == "POST" && new Uri(r.Url).AbsolutePath == path);
        var text = await answer.TextAsync();
        answer.Status.ShouldBe(status, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
