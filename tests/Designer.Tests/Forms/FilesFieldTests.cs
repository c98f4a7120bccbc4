using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Api;
using HrBpm.Designer.Forms.Files;
using HrBpm.Designer.Inbox;
using HrBpm.Designer.Layout;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Designer.Tests.Forms;

/// <summary>Files in forms: what is on its way, what is there, and what was taken out.</summary>
public sealed class FilesFieldTests
{
    private const string Kept = """{"id":"0198c1d2-0000-7000-8000-000000000001","name":"证明.pdf","size":2048,"sha256":"ab"}""";

    private readonly JsonObject answers = [];
    private readonly FormField field = new() { Key = "proof", Label = "证明", Type = FormFieldType.Attachment, MostFiles = 2, FileKinds = ["pdf", "picture"] };
    private readonly FormUploads uploads = new("api/start/leave/files");

    [Fact]
    public async Task A_file_shows_how_far_it_is_and_becomes_part_of_the_answers_once_the_server_has_it()
    {
        await using var context = new FakeServer().Context();
        var page = Show(context);
        (page.Find(".ffiles").GetAttribute("data-address"), page.Find("input[type=file]").GetAttribute("accept")).ShouldBe(("api/start/leave/files/proof", "image/png,image/jpeg,image/gif,image/webp,.pdf"));
        page.Find(".fdrop").TextContent.ShouldContain("最多 2 个：图片、PDF");

        var token = await OnAsync(page, one => one.Begin("证明.pdf", 2048));
        await OnAsync(page, one => { one.Progress(token, 45); return 0; });
        (page.Find("progress").GetAttribute("value"), uploads.IsRunning, answers.Count).ShouldBe(("45", true, 0));
        await EndAsync(page, token, 200, Kept);

        (page.FindAll("progress").Count, uploads.IsRunning, (string?)answers["proof"]![0]!["name"]).ShouldBe((0, false, "证明.pdf"));
        page.Find(".ffile button.att").TextContent.ShouldContain("2 KB");
    }

    [Fact]
    public async Task What_was_taken_out_comes_back_in_its_place()
    {
        answers["proof"] = new JsonArray(JsonNode.Parse(Kept), JsonNode.Parse(Kept.Replace("0001", "0002", StringComparison.Ordinal).Replace("证明", "照片", StringComparison.Ordinal)));
        await using var context = new FakeServer().Context();
        var page = Show(context);
        page.Find("input[type=file]").HasAttribute("disabled").ShouldBeTrue("two are all that it takes");

        await page.Find("button[aria-label='移除 证明.pdf']").ClickAsync();
        answers["proof"]!.AsArray().Count.ShouldBe(1);
        var undo = context.Services.GetRequiredService<UndoBar>();
        undo.Text.ShouldBe("已移除「证明.pdf」");
        await undo.Undo!();

        answers["proof"]!.AsArray().Select(file => (string)file!["name"]!).ShouldBe(["证明.pdf", "照片.pdf"]);
    }

    [Fact]
    public async Task A_file_that_is_refused_says_so_and_is_no_answer()
    {
        await using var context = new FakeServer().Context();
        var page = Show(context);

        (await OnAsync(page, one => one.Begin("空.pdf", 0))).ShouldBe(0);
        await EndAsync(page, await OnAsync(page, one => one.Begin("程序.pdf", 10)), 415, "{}");
        await EndAsync(page, await OnAsync(page, one => one.Begin("断线.pdf", 10)), 0, "");

        page.FindAll(".ffile.bad").Select(card => card.QuerySelectorAll("span.f12")[0].TextContent).ShouldBe(["文件是空的", "文件种类或内容不符，没有上传", "连不上服务器，没有上传"]);
        (answers.Count, uploads.IsRunning).ShouldBe((0, false));
        await page.Find(".ffile.bad button").ClickAsync();
        page.FindAll(".ffile.bad").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Where_nothing_is_uploaded_a_sample_stands_for_a_file()
    {
        await using var context = new FakeServer().Context();
        var page = context.Render<FilesField>(p => p.Add(f => f.Field, field).Add(f => f.Answers, answers));

        await page.Find(".fdrop").ClickAsync();
        page.Render();
        (FormFile.AllOf(answers["proof"])!.Single().IsSample, page.FindAll(".ffile .chip").Count, page.FindAll("input[type=file]").Count).ShouldBe((true, 1, 0));
    }

    [Fact]
    public async Task Files_that_a_task_shows_can_be_looked_at()
    {
        await using var context = new FakeServer().Context();
        var page = context.Render<DataView>(p => p.Add(v => v.Data, new JsonObject { ["证明材料"] = new JsonArray(JsonNode.Parse(Kept), JsonNode.Parse(Kept.Replace(".pdf", ".xlsx", StringComparison.Ordinal))) }));

        page.FindAll(".ffile").Count.ShouldBe(2);
        page.Find("a[download='证明.xlsx']").GetAttribute("href").ShouldBe("api/files/0198c1d2-0000-7000-8000-000000000001");
    }

    private IRenderedComponent<FilesField> Show(BunitContext context) =>
        context.Render<FilesField>(p => p.Add(f => f.Field, field).Add(f => f.Answers, answers).AddCascadingValue(uploads));

    private static async Task<T> OnAsync<T>(IRenderedComponent<FilesField> page, Func<FilesField, T> act)
    {
        var result = default(T)!;
        await page.InvokeAsync(() => result = act(page.Instance));
        return result;
    }

    private static Task EndAsync(IRenderedComponent<FilesField> page, int token, int status, string text) => page.InvokeAsync(() => page.Instance.Ended(token, status, text));
}
