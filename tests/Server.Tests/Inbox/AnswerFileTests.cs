using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>For each kind of database one server with a flow whose start form and first step ask for files; only the first step shows those of the start form.</summary>
public sealed class AnswerFileServers : IAsyncDisposable
{
    public const string Flow = "test-proof";

    private readonly Dictionary<TestDatabase, HrBpmServer> started = [];
    private readonly Dictionary<(TestDatabase, string), HttpClient> signedIn = [];

    internal async Task<HrBpmServer> OnAsync(TestDatabase database)
    {
        if (started.TryGetValue(database, out var server)) return server;
        server = started[database] = await HrBpmServer.StartAsync(database, new Dictionary<string, string?> { ["Workflows:DefinitionsFolder"] = "none" });
        var flow = JsonNode.Parse(LeaveFlow.Json(null))!.AsObject();
        (flow["definitionId"], flow["name"], flow["customProperties"]) = (Flow, "证明", JsonNode.Parse("""{"start":{"roles":["Employee"]}}"""));
        var activities = flow["root"]!["activities"]!;
        activities[0]!["form"] = Input("Object", """[{"key":"proof","label":"证明材料","type":"attachment","required":true,"mostFiles":2,"fileKinds":["pdf","picture"]}]""");
        activities[1]!["form"] = Input("Object", """[{"key":"receipt","label":"回执","type":"attachment","required":true,"mostFiles":1}]""");
        // Somebody who looks after nobody, and so sees nothing of the first step.
        activities[2]!["assignees"] = Input("Object", $$"""[{"by":"Person","value":"{{DemoIds.Of("chen.chen"):D}}"}]""");
        activities[1]!["data"] = Input("JavaScript", "({ 证明材料: getInput('proof') })");
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(flow.ToJsonString(), "test", default);
        return server;
    }

    internal async Task<HttpClient> AsAsync(TestDatabase database, string person)
    {
        var server = await OnAsync(database);
        return signedIn.TryGetValue((database, person), out var client) ? client : signedIn[(database, person)] = await server.SignInAsync(person);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in started.Values) await server.DisposeAsync();
    }

    private static JsonObject Input(string type, string value) => new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };
}

/// <summary>Files in attachment fields: who may put one in, who sees it, and when it goes.</summary>
public sealed class AnswerFileTests(AnswerFileServers servers) : IClassFixture<AnswerFileServers>
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7 "u8, 1, 2, 3], Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_of_a_form_is_seen_by_whoever_is_shown_its_field_and_by_nobody_else(TestDatabase database)
    {
        var (me, manager, head) = (await servers.AsAsync(database, "zhang.wei"), await servers.AsAsync(database, "li.na"), await servers.AsAsync(database, "chen.chen"));
        var proof = await KeptAsync(me, StartPath, Pdf, "诊断证明.pdf");
        ((string)proof["name"]!, (int)proof["size"]!).ShouldBe(("诊断证明.pdf", Pdf.Length));
        (await manager.GetAsync(PathOf(proof))).StatusCode.ShouldBe(HttpStatusCode.NotFound, "it was not sent yet");
        await (await StartAsync(manager, proof)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "files.unknown");
        await (await StartAsync(me, new JsonObject { ["id"] = Guid.NewGuid() })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "files.unknown");

        var request = new { requestId = Guid.NewGuid(), answers = new { proof = new[] { new { id = (string)proof["id"]!, name = "另一个名字.exe", size = 1 } } } };
        var flows = new List<string>();
        for (var n = 0; n < 2; n++) flows.Add(await StartedAsync(await me.PostAsJsonAsync($"/api/start/{AnswerFileServers.Flow}", request)));
        flows.Distinct().Count().ShouldBe(1, "the same request again is the same start");
        var task = await TaskAsync(manager, flows[0]);

        var shown = (await manager.GetFromJsonAsync<JsonObject>($"/api/tasks/{task}"))!["data"]!["证明材料"]![0]!;
        JsonNode.DeepEquals(shown, proof).ShouldBeTrue($"the server says what a file is called, not the sender: {shown}");
        var download = await manager.GetAsync(PathOf(proof));
        ((await download.Content.ReadAsByteArrayAsync()).SequenceEqual(Pdf), download.Content.Headers.ContentDisposition!.DispositionType).ShouldBe((true, "attachment"));
        var preview = await manager.GetAsync(PathOf(proof) + "/preview");
        (preview.Content.Headers.ContentType!.MediaType, preview.Headers.GetValues("X-Frame-Options").Single()).ShouldBe(("application/pdf", "SAMEORIGIN"));

        await (await CompleteAsync(manager, task, null)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.answers.invalid");
        await (await CompleteAsync(manager, task, proof)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "files.unknown");
        var receipt = await KeptAsync(manager, $"/api/tasks/{task}/files/receipt", [.. Png, 42], "回执.png");
        (await CompleteAsync(manager, task, receipt)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await head.GetAsync($"/api/tasks/{await TaskAsync(head, flows[0])}")).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var hidden in new[] { proof, receipt })
            foreach (var path in new[] { PathOf(hidden), PathOf(hidden) + "/preview" })
                await (await head.GetAsync(path)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "files.unknown");
        (await me.GetAsync(PathOf(receipt))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        foreach (var (client, shows) in new[] { (me, "诊断证明.pdf"), (manager, "诊断证明.pdf 回执.png"), (head, "") })
            string.Join(' ', (await client.GetFromJsonAsync<JsonObject>($"/api/flows/{flows[0]}"))!["files"]!.AsArray().Select(file => (string)file!["fileName"]!)).ShouldBe(shows, "the flow's page lists what its reader may see");

        (await me.GetFromJsonAsync<JsonObject>("/api/me/data"))!["formFiles"]!.AsArray().Select(file => (string)file!["fileName"]!).ShouldContain("诊断证明.pdf");
        (await head.PostAsJsonAsync($"/api/tasks/{await TaskAsync(head, flows[0])}/complete", new { action = "approve" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await InDatabaseAsync(database, async (db, _) =>
        {
            var erasable = new ErasableAnswerFiles(db);
            (await erasable.CountAsync(DemoIds.Of("zhang.wei"), default)).ShouldBe(2, "all files of the flow that is about the person, and none of another");
            await erasable.EraseAsync(DemoIds.Of("zhang.wei"), default, default);
        });
        (await me.GetAsync(PathOf(proof))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await ContentsAsync(database, proof), await ContentsAsync(database, receipt)).ShouldBe((0, 0));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_never_sent_goes_with_its_draft_or_after_a_while_without_one(TestDatabase database)
    {
        var (writer, other) = (await servers.AsAsync(database, "zhou.ting"), await servers.AsAsync(database, "he.jing"));
        var kept = await KeptAsync(writer, StartPath, [.. Pdf, 7], "草稿.pdf");
        var forgotten = await KeptAsync(other, StartPath, [.. Pdf, 8], "忘了.pdf");
        (await writer.PutAsJsonAsync($"/api/start/{AnswerFileServers.Flow}/draft", new { answers = new { proof = new[] { new { id = kept["id"]!.ToString() } } } })).EnsureSuccessStatusCode();

        var server = await servers.OnAsync(database);
        (await server.Services.GetRequiredService<ForgetUnsentFiles>().RunAsync(default)).ShouldBe(0, "nothing is old enough");
        List<Guid> mine = [Guid.Parse(kept["id"]!.ToString()), Guid.Parse(forgotten["id"]!.ToString())];
        await InDatabaseAsync(database, (db, now) => db.AnswerFiles.Where(f => mine.Contains(f.Id)).ExecuteUpdateAsync(set => set.SetProperty(f => f.AtUtc, now.AddDays(-8))));
        (await server.Services.GetRequiredService<ForgetUnsentFiles>().RunAsync(default)).ShouldBe(1);

        (await writer.GetAsync(PathOf(kept))).StatusCode.ShouldBe(HttpStatusCode.OK, "the draft keeps it");
        ((await other.GetAsync(PathOf(forgotten))).StatusCode, await ContentsAsync(database, forgotten)).ShouldBe((HttpStatusCode.NotFound, 0));
        (await writer.DeleteAsync($"/api/start/{AnswerFileServers.Flow}/draft")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        ((await writer.GetAsync(PathOf(kept))).StatusCode, await ContentsAsync(database, kept)).ShouldBe((HttpStatusCode.NotFound, 0));
    }

    [Fact]
    public async Task A_file_is_refused_by_its_content_its_size_and_where_no_field_asks_for_it()
    {
        var me = await servers.AsAsync(TestDatabase.Sqlite, "wu.jing");
        await (await UploadAsync(me, StartPath, [.. "MZ"u8, 0], "证明.pdf")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "files.content");
        await (await UploadAsync(me, StartPath, [.. "只是文字"u8], "证明.txt")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "files.kind");
        await (await UploadAsync(me, StartPath, [], "空.pdf")).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "files.size");
        await (await UploadAsync(me, StartPath.Replace("/proof", "/reason", StringComparison.Ordinal), Pdf, "a.pdf")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "files.field.unknown");
        var files = new List<JsonObject>();
        for (byte n = 0; n < 3; n++) files.Add(await KeptAsync(me, StartPath, [.. Png, n], $"{n}.png"));
        await (await StartAsync(me, [.. files])).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "start.answers.invalid");
    }

    [Fact]
    public async Task Files_are_put_into_a_form_and_taken_out_again_on_the_page_without_scripts()
    {
        var (me, manager) = (await servers.AsAsync(TestDatabase.Sqlite, "zhang.wei"), await servers.AsAsync(TestDatabase.Sqlite, "li.na"));
        var task = await TaskAsync(manager, await StartedAsync(await StartAsync(me, await KeptAsync(me, StartPath, Png, "照片.png"))));
        var page = await (await manager.GetAsync($"/t/{task}")).Content.ReadAsStringAsync();
        (page.Contains("照片.png", StringComparison.Ordinal), page.Contains("href=\"/api/files/", StringComparison.Ordinal)).ShouldBe((true, true));
        (await (await manager.GetAsync($"/t/{task}/do/approve")).Content.ReadAsStringAsync()).ShouldContain("enctype=\"multipart/form-data\"");

        var uploaded = await SendAsync([("upload", "receipt")], ([.. Pdf, 99], "回执.pdf"));
        uploaded.ShouldContain("回执.pdf");
        var id = System.Text.RegularExpressions.Regex.Match(uploaded, "type=\"checkbox\" name=\"f.receipt\" value=\"([0-9a-f-]{36})\" checked").Groups[1].Value;
        (await SendAsync([("f.receipt", id)], ([.. Pdf, 98], "第二个.pdf"))).ShouldContain("最多 1 个文件");
        (await SendAsync([], null)).ShouldContain("请填写", customMessage: "its mark was taken away, so it is not among the answers");
        (await SendAsync([], ([.. "MZ"u8], "坏.pdf"))).ShouldContain("没有上传");
        await SendAsync([("f.receipt", id)], null);

        var answers = (await manager.GetFromJsonAsync<JsonObject>($"/api/tasks/{task}"))!["history"]![0]!["answers"]!;
        ((string)answers["receipt"]![0]!["name"]!).ShouldBe("回执.pdf");

        async Task<string> SendAsync((string Name, string Value)[] fields, (byte[] Content, string Name)? file)
        {
            using var form = new MultipartFormDataContent();
            foreach (var (name, value) in fields) form.Add(new StringContent(value), name);
            if (file is { } sent) form.Add(new ByteArrayContent(sent.Content), "f.receipt", sent.Name);
            else form.Add(new StringContent(""), "comment");
            return await (await manager.PostAsync($"/t/{task}/do/approve", form)).Content.ReadAsStringAsync();
        }
    }

    private static string StartPath => $"/api/start/{AnswerFileServers.Flow}/files/proof";

    private static string PathOf(JsonNode file) => $"/api/files/{file["id"]}";

    private static async Task<Guid> TaskAsync(HttpClient client, string flow) => (await client.GetFromJsonAsync<JsonObject>("/api/tasks?list=todo"))!["items"]!.AsArray().Single(task => (string)task!["instanceId"]! == flow)!["id"]!.GetValue<Guid>();

    private static async Task<string> StartedAsync(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["instanceId"]!;
    }

    private static Task<HttpResponseMessage> StartAsync(HttpClient client, params JsonObject[] proof) =>
        client.PostAsJsonAsync($"/api/start/{AnswerFileServers.Flow}", new { requestId = Guid.NewGuid(), answers = new { proof } });

    private static Task<HttpResponseMessage> CompleteAsync(HttpClient client, Guid task, JsonObject? receipt) =>
        client.PostAsJsonAsync($"/api/tasks/{task}/complete", new { action = "approve", answers = receipt is null ? [] : new JsonObject { ["receipt"] = new JsonArray(receipt.DeepClone()) } });

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, string path, byte[] content, string name)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
        return await client.PostAsync(path, form);
    }

    private static async Task<JsonObject> KeptAsync(HttpClient client, string path, byte[] content, string name)
    {
        var answer = await UploadAsync(client, path, content, name);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private async Task InDatabaseAsync(TestDatabase database, Func<AppDbContext, DateTime, Task> work)
    {
        var server = await servers.OnAsync(database);
        await using var scope = server.Services.CreateAsyncScope();
        await work(scope.ServiceProvider.GetRequiredService<AppDbContext>(), server.Clock.GetUtcNow().UtcDateTime);
    }

    private async Task<int> ContentsAsync(TestDatabase database, JsonNode file)
    {
        var (count, sha) = (0, (string)file["sha256"]!);
        await InDatabaseAsync(database, async (db, _) => count = await db.StoredContents.CountAsync(c => c.Sha256 == sha));
        return count;
    }
}
