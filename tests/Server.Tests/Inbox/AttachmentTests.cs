using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

public sealed class AttachmentTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_is_kept_once_under_its_hash_and_comes_back_as_a_download(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        byte[] content = [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(2 * 1024 * 1024)];

        var first = await UploadAsync(leave, "li.na", task, content, "C:\\病历\\诊断 证明.pdf");
        await UploadAsync(leave, "li.na", task, content, "copy.pdf");

        first["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(content)));
        (await leave.ReadAsync("li.na", task))["attachments"]!.AsArray().Select(file => file!["fileName"]!.GetValue<string>()).ShouldBe(["诊断 证明.pdf", "copy.pdf"]);
        var download = await (await leave.AsAsync("liu.yang")).GetAsync($"/api/tasks/{task}/attachments/{first["id"]}");
        (await download.Content.ReadAsByteArrayAsync()).ShouldBe(content);
        download.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        await using var scope = leave.Server.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<AppDbContext>().StoredContents.CountAsync(TestContext.Current.CancellationToken)).ShouldBe(1);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.attach", "tasks.attach"]);
    }

    [Fact]
    public async Task A_picture_or_pdf_is_shown_within_our_pages_by_what_it_contains_and_anything_else_is_not()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        byte[] png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        async Task<HttpResponseMessage> ShowAsync(string person, byte[] content, string name) =>
            await (await leave.AsAsync(person)).GetAsync($"/api/tasks/{task}/attachments/{(await UploadAsync(leave, "li.na", task, content, name))["id"]}/preview");

        var shown = await ShowAsync("liu.yang", [.. "%PDF-1.7\n"u8], "证明.pdf");
        (shown.StatusCode, shown.Content.Headers.ContentType!.MediaType, shown.Content.Headers.ContentDisposition).ShouldBe((HttpStatusCode.OK, "application/pdf", null));
        shown.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'self'");
        shown.Headers.GetValues("X-Frame-Options").Single().ShouldBe("SAMEORIGIN");
        (await ShowAsync("li.na", png, "photo.bin")).Content.Headers.ContentType!.MediaType.ShouldBe("image/png", "its content counts, not its name or what the browser said");
        await (await ShowAsync("li.na", [.. "<svg onload=alert(1)>"u8], "a.svg")).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "tasks.attachment-no-preview");
        (await ShowAsync("he.jing", png, "b.png")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_file_of_20_megabytes_is_refused()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        using var upload = new HttpRequestMessage(HttpMethod.Post, $"/api/tasks/{await leave.TaskOfAsync("li.na")}/attachments") { Content = Form(new byte[20 * 1024 * 1024], "big.bin") };
        upload.Headers.ExpectContinue = true;

        var answer = await (await leave.AsAsync("li.na")).SendAsync(upload);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_file_is_what_its_content_says_and_not_its_name()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        foreach (var (content, name) in new (byte[], string)[] { ([.. "MZ"u8, 0, 1], "病假.pdf"), ([.. "MZ"u8, 0, 1], "setup.bin"), ([.. "<html><script>"u8], "photo.png"), ([.. "#!/bin/sh"u8], "note") })
        {
            using var form = Form(content, name);
            await (await (await leave.AsAsync("li.na")).PostAsync($"/api/tasks/{task}/attachments", form)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "tasks.attachment-content");
        }
    }

    [Fact]
    public async Task Only_the_assignee_attaches_and_only_to_an_open_task()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        using (var form = Form([1], "a.txt"))
            await (await (await leave.AsAsync("liu.yang")).PostAsync($"/api/tasks/{task}/attachments", form)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tasks.forbidden");
        await leave.ApproveAsync("li.na");
        using (var form = Form([1], "a.txt"))
            await (await (await leave.AsAsync("li.na")).PostAsync($"/api/tasks/{task}/attachments", form)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "tasks.not-open");
    }

    private static async Task<JsonObject> UploadAsync(InboxSituation leave, string person, Guid task, byte[] content, string name)
    {
        using var form = Form(content, name);
        var answer = await (await leave.AsAsync(person)).PostAsync($"/api/tasks/{task}/attachments", form);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static MultipartFormDataContent Form(byte[] content, string name)
    {
        var file = new ByteArrayContent(content);
        file.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        return new MultipartFormDataContent { { file, "file", name } };
    }
}
