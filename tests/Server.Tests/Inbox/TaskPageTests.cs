using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Server.Database;
using HrBpm.Server.Tests.SignIn;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>The pages that messages lead to, as a browser without scripts gets them.</summary>
public sealed partial class TaskPageTests
{
    private const int MostBytes = 60_000;
    private const string Intent = "本人已审阅并同意张伟的请假。";
    private static readonly JsonObject Signed = new() { ["signature"] = "true", ["intent"] = Intent, ["document"] = "请假单\n\n申请人：<b>张伟</b>\n" };

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_task_is_read_signed_and_answered_without_a_script_and_a_second_click_does_nothing_twice(TestDatabase database)
    {
        await using var leave = await StartAsync(database, (JsonObject)Signed.DeepClone());
        var task = await leave.TaskOfAsync("li.na");
        var browser = await leave.AsAsync("li.na");

        (await PageAsync(browser, "/t")).ShouldContain($"/t/{task:D}");
        var read = await PageAsync(browser, $"/t/{task}");
        read.ShouldContain("张伟 的请假：直属主管");
        read.ShouldContain("请核对天数");
        read.ShouldContain("同意并签署");
        read.ShouldNotContain("<script");
        var fields = FieldsOf(await PageAsync(browser, $"/t/{task}/do/approve"));
        fields["intent"].ShouldBe(Intent);
        (fields["f.days"], fields["comment"], fields["password"]) = ("3", "一路平安", HrBpmServer.Password);
        var sent = await SendAsync(browser, task, "approve", fields);
        (sent.StatusCode, sent.Headers.Location!.ToString()).ShouldBe((HttpStatusCode.Redirect, $"/t/{task:D}"), await sent.Content.ReadAsStringAsync());
        (await SendAsync(browser, task, "approve", fields)).Headers.Location!.ToString().ShouldBe($"/t/{task:D}", "what was sent twice shows what became of it");

        var done = await PageAsync(browser, $"/t/{task}");
        done.ShouldContain("已签署并同意");
        done.ShouldContain("签名有效");
        done.ShouldContain("王强", customMessage: "who has it now");
        (await SignaturesAsync(leave)).ShouldBe(1);
        (await leave.ReadAsync("li.na", task))["history"]!.AsArray().Single()!["comment"]!.GetValue<string>().ShouldBe("一路平安");
    }

    [Fact]
    public async Task What_is_missing_wrong_or_done_by_somebody_else_is_said_and_what_was_typed_stays()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite, new JsonObject { ["assignees"] = """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""", ["instruction"] = "<script>alert(1)</script>" });
        var (task, other) = (await leave.TaskOfAsync("li.na"), await leave.TaskOfAsync("wang.qiang"));
        var browser = await leave.AsAsync("li.na");
        (await PageAsync(browser, $"/t/{task}")).ShouldContain("&lt;script&gt;alert(1)");

        var empty = await SendAsync(browser, task, "approve", new() { ["comment"] = "\"><i>好" });
        empty.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var shown = await empty.Content.ReadAsStringAsync();
        shown.ShouldContain("请填写");
        shown.ShouldContain("&quot;&gt;&lt;i&gt;好");
        var words = await (await SendAsync(browser, task, "approve", new() { ["f.days"] = "三天" })).Content.ReadAsStringAsync();
        words.ShouldContain("请填写数字");
        words.ShouldContain("value=\"三天\"");
        (await (await SendAsync(browser, task, "reject", [])).Content.ReadAsStringAsync()).ShouldContain("请写明原因");

        await leave.PostAsync("wang.qiang", other, "complete", new { action = "approve", answers = new { days = 3 } });
        (await SendAsync(browser, task, "approve", new() { ["f.days"] = "3" })).Headers.Location!.ToString().ShouldBe($"/t/{task:D}");
        (await PageAsync(browser, $"/t/{task}")).ShouldContain("不再需要处理");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task The_discussion_is_read_and_written_in_without_scripts(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var browser = await leave.AsAsync("li.na");
        var fields = FieldsOf(await PageAsync(browser, $"/t/{task}/talk"));
        fields["comment"] = "<b>请</b> @张伟 补充附件";
        (fields["search"], fields["find"]) = ("何静", "1");
        (await (await TalkAsync(fields)).Content.ReadAsStringAsync()).ShouldContain($"value=\"{IdOf("he.jing")}\"");
        (fields["person"], _) = (IdOf("he.jing").ToString(), fields.Remove("find"));
        foreach (var _ in new int[2]) (await TalkAsync(fields)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        var page = await PageAsync(browser, $"/t/{task}");
        page.ShouldContain("<b class=\"at\">@何静</b> &lt;b&gt;请&lt;/b&gt; <b class=\"at\">@张伟</b> 补充附件");
        page.IndexOf("补充附件", StringComparison.Ordinal).ShouldBe(page.LastIndexOf("补充附件", StringComparison.Ordinal), "sent twice, written once");
        (await PageAsync(await leave.AsAsync("he.jing"), $"/t/{task}/talk")).ShouldContain("补充附件", customMessage: "where the message leads");
        (await PageAsync(await leave.AsAsync("he.jing"), $"/t/{task}")).ShouldNotContain("/do/approve");
        var talk = await PageAsync(browser, $"/t/{task}/talk");
        var withdraw = System.Text.RegularExpressions.Regex.Match(talk, "action=\"([^\"]+/withdraw)\"").Groups[1].Value;
        (await browser.PostAsync(withdraw, null)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PageAsync(browser, $"/t/{task}/talk")).ShouldContain("撤回了一条评论");
        (await (await leave.AsAsync("he.jing")).GetAsync($"/t/{task}/talk")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Task<HttpResponseMessage> TalkAsync(Dictionary<string, string> form) => browser.PostAsync($"/t/{task}/talk", new FormUrlEncodedContent(form));
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_is_led_to_the_sign_in_and_back_and_no_other_site_can_answer()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");
        var stranger = leave.Server.Client();

        var led = await new FormBrowser(stranger, "li.na").WalkAsync($"/t/{task}?said=save", to => to.OriginalString.StartsWith("/t", StringComparison.Ordinal));
        led.Headers.Location!.OriginalString.ShouldBe($"/t/{task}?said=save");
        (await PageAsync(stranger, led.Headers.Location.OriginalString)).ShouldContain("张伟 的请假");

        using var fromMail = new HttpRequestMessage(HttpMethod.Get, $"/t/{task}") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        (await (await leave.Server.Client().SendAsync(fromMail)).Content.ReadAsStringAsync()).ShouldContain($"content=\"0;url=/t/{task}\"", customMessage: "the browser asks again, with its cookie");

        using var elsewhere = new HttpRequestMessage(HttpMethod.Post, $"/t/{task}/do/approve") { Headers = { { "Sec-Fetch-Site", "cross-site" } }, Content = new FormUrlEncodedContent([KeyValuePair.Create("f.days", "3")]) };
        await (await stranger.SendAsync(elsewhere)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.other-site.forbidden");
        (await leave.TaskOfAsync("li.na")).ShouldBe(task);

        var nosy = await (await leave.AsAsync("he.jing")).GetAsync($"/t/{task}");
        nosy.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await nosy.Content.ReadAsStringAsync()).ShouldNotContain("张伟");
    }

    [Fact]
    public async Task A_person_is_looked_up_and_gets_the_task_and_a_step_is_chosen_for_a_return()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        await leave.ApproveAsync("li.na");
        var task = await leave.TaskOfAsync("wang.qiang");
        var browser = await leave.AsAsync("wang.qiang");

        var found = FieldsOf(await (await SendAsync(browser, task, "transfer", new() { ["search"] = "李娜", ["find"] = "1" })).Content.ReadAsStringAsync());
        found["person"].ShouldBe(IdOf("li.na").ToString());
        (await SendAsync(browser, task, "transfer", found)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await PageAsync(browser, $"/t/{task}")).ShouldContain("已转交");

        var back = await leave.AsAsync("li.na");
        var hers = await leave.TaskOfAsync("li.na");
        var steps = FieldsOf(await PageAsync(back, $"/t/{hers}/do/return"));
        steps["step"] = "initiator";
        (await SendAsync(back, hers, "return", steps)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await leave.ListAsync("zhang.wei")).Single()["activityName"]!.GetValue<string>().ShouldBe("申请");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_is_attached_from_the_page_by_the_checks_of_the_api(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var browser = await leave.AsAsync("li.na");
        (await PageAsync(browser, $"/t/{task}")).ShouldContain($"action=\"/t/{task:D}/files\" enctype=\"multipart/form-data\"");
        async Task<HttpResponseMessage> AttachAsync(HttpClient by, byte[] content, string name)
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", name } };
            return await by.PostAsync($"/t/{task}/files", form);
        }

        var sent = await AttachAsync(browser, [.. "%PDF-1.7"u8], "病假证明.pdf");
        (sent.StatusCode, sent.Headers.Location?.ToString()).ShouldBe((HttpStatusCode.Redirect, $"/t/{task:D}?said=file"));
        var program = await AttachAsync(browser, [.. "MZ"u8], "病假.pdf");
        (program.StatusCode, (await program.Content.ReadAsStringAsync()).Contains("文件内容和名称不符", StringComparison.Ordinal)).ShouldBe((HttpStatusCode.UnprocessableEntity, true));
        (await (await AttachAsync(browser, [], "empty.txt")).Content.ReadAsStringAsync()).ShouldContain("文件是空的或太大");
        (await AttachAsync(await leave.AsAsync("he.jing"), [1], "a.txt")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var page = await PageAsync(browser, $"/t/{task}?said=file");
        page.ShouldContain("附件已添加");
        page.ShouldContain("病假证明.pdf");
        (await leave.ReadAsync("li.na", task))["attachments"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_leads_to_a_page_that_asks_for_no_account_and_works_once()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite, (JsonObject)Signed.DeepClone());
        var link = await (await leave.PostAsync("liu.yang", await leave.TaskOfAsync("li.na"), "links", new { reason = "账号已停用" })).Content.ReadFromJsonAsync<JsonObject>();
        var (page, anybody) = (new Uri((string)link!["url"]!).AbsolutePath, leave.Server.Client());

        var fields = FieldsOf(await PageAsync(anybody, page));
        (fields["f.days"], fields["password"]) = ("3", "not hers");
        (await (await anybody.PostAsync($"{page}/do/approve", new FormUrlEncodedContent(fields))).Content.ReadAsStringAsync()).ShouldContain("密码不正确");
        fields["password"] = HrBpmServer.Password;
        (await (await anybody.PostAsync($"{page}/do/approve", new FormUrlEncodedContent(fields))).Content.ReadAsStringAsync()).ShouldContain("已提交");

        var again = await anybody.GetAsync(page);
        again.StatusCode.ShouldBe(HttpStatusCode.Gone);
        (await again.Content.ReadAsStringAsync()).ShouldContain("这个链接已经用过");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_passkey_signs_in_place_of_the_password_for_one_document_and_once(TestDatabase database)
    {
        await using var leave = await StartAsync(database, (JsonObject)Signed.DeepClone());
        var (browser, device, origin) = (await leave.AsAsync("li.na"), new SoftwareAuthenticator(), leave.Server.Address.GetLeftPart(UriPartial.Authority));
        browser.DefaultRequestHeaders.Add("Origin", origin);
        var task = await leave.TaskOfAsync("li.na");
        await (await browser.PostAsync($"/api/tasks/{task}/signature/begin", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "signatures.no-passkey");
        var begun = (await (await browser.PostAsJsonAsync("/api/me/passkeys/begin", new { password = HrBpmServer.Password })).Content.ReadFromJsonAsync<JsonObject>())!;
        (await browser.PostAsJsonAsync("/api/me/passkeys", new { name = "手机", state = (string?)begun["state"], credential = device.Create(begun["options"]!, origin) })).EnsureSuccessStatusCode();
        async Task<JsonObject> BeginAsync(string path) => (await (await browser.PostAsync(path, null)).Content.ReadFromJsonAsync<JsonObject>())!;

        var sent = "";
        var signIn = await BeginAsync("/api/sign-in/passkey/begin");
        (await AnswerAsync(signIn)).ShouldContain("通行密钥没有通过", customMessage: "what was answered to sign in signs nothing");
        (await AnswerAsync(await BeginAsync($"/api/tasks/{task}/signature/begin"))).ShouldBeEmpty();

        (await SignaturesAsync(leave)).ShouldBe(1);
        (await PageAsync(browser, $"/t/{task}")).ShouldContain("签名有效");
        var proof = JsonNode.Parse(await leave.Server.InScopeAsync(services => services.GetRequiredService<AppDbContext>().Signatures.Select(s => s.Statement).SingleAsync()))!["proof"]!;
        ((string?)proof["by"], (string?)proof["assertion"]!["credential"]).ShouldBe(("passkey", sent));
        proof["assertion"]!["signature"]!.GetValue<string>().ShouldNotBeEmpty();

        async Task<string> AnswerAsync(JsonObject challenge)
        {
            var fields = FieldsOf(await PageAsync(browser, $"/t/{task}/do/approve"));
            var answer = device.Get(challenge["options"]!, origin);
            sent = (string)answer["id"]!;
            (fields["f.days"], fields["passkeyState"], fields["passkey"]) = ("3", (string)challenge["state"]!, answer.ToJsonString());
            return await (await SendAsync(browser, task, "approve", fields)).Content.ReadAsStringAsync();
        }
    }

    private static async Task<string> PageAsync(HttpClient browser, string path)
    {
        var answer = await browser.GetAsync(path);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, Encoding.UTF8.GetString(bytes));
        bytes.Length.ShouldBeLessThan(MostBytes);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldStartWith("default-src 'none'; style-src 'sha256-");
        policy.ShouldNotContain("unsafe");
        return Encoding.UTF8.GetString(bytes);
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient browser, Guid task, string verb, Dictionary<string, string> fields) => browser.PostAsync($"/t/{task}/do/{verb}", new FormUrlEncodedContent(fields));

    // What a browser would send: hidden fields, and of buttons that exclude each other the one that is ticked.
    private static Dictionary<string, string> FieldsOf(string html)
    {
        var fields = new Dictionary<string, string>();
        foreach (Match input in Input().Matches(html))
        {
            var all = input.Value;
            if (all.Contains("type=\"radio\"", StringComparison.Ordinal) && !all.Contains(" checked", StringComparison.Ordinal)) continue;
            if (Name().Match(all) is { Success: true } name) fields[name.Groups[1].Value] = WebUtility.HtmlDecode(Value().Match(all).Groups[1].Value);
        }

        return fields;
    }

    private static async Task<int> SignaturesAsync(InboxSituation leave)
    {
        await using var scope = leave.Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Signatures.CountAsync(TestContext.Current.CancellationToken);
    }

    [GeneratedRegex("<input[^>]*>")]
    private static partial Regex Input();

    [GeneratedRegex(" name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex(" value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
