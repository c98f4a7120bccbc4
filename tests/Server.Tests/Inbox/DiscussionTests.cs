using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.Live;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>讨论 and @ over HTTP: who reads what, who may be mentioned, what a mention gives.</summary>
public sealed class DiscussionTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_mention_is_told_lets_its_person_read_and_nothing_else_and_goes_with_the_comment(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var (task, me) = (await leave.TaskOfAsync("li.na"), IdOf("he.jing"));
        await (await GetAsync(leave, "he.jing", "comments")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "discussion.unknown");
        var quiet = await StampAsync(leave, me);

        var sent = new { text = $"请 @[{me}] 看一下天数", taskId = task, requestId = Guid.NewGuid() };
        var comment = await WriteAsync(leave, "li.na", sent);
        (await WriteAsync(leave, "li.na", sent)).ShouldBe(comment, "sent twice, written once");

        (await StampAsync(leave, me)).ShouldNotBe(quiet, "pages of whoever is mentioned are told");
        var mention = (await MentionsAsync(leave, unread: true)).Single()!;
        (mention["sentBy"]!["name"]!.GetValue<string>(), mention["text"]!.GetValue<string>(), mention["taskId"]!.GetValue<Guid>()).ShouldBe(("李娜", "请 @何静 看一下天数", task));
        (await JobAsync(leave)).ShouldSatisfyAllConditions(job => job.ShouldContain("李娜 提到了你"), job => job.ShouldContain("hejing"), job => job.ShouldContain($"/t/{task}/talk"));
        await leave.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.Where(p => p.Id == me).ExecuteUpdateAsync(set => set.SetProperty(p => p.Name, "何静怡")));
        var said = (await CommentsAsync(leave, "he.jing")).Single()!;
        (said["parts"]![1]!["text"]!.GetValue<string>(), said["parts"]![1]!["person"]!["id"]!.GetValue<Guid>(), said["step"]!.GetValue<string>()).ShouldBe(("@何静怡", me, "直属主管"));
        Encoding.UTF8.GetString(await (await leave.AsAsync("he.jing")).GetByteArrayAsync($"/api/flows/{leave.InstanceId}/comments/export?format=csv")).ShouldContain("请 @何静怡 看一下天数");

        var seen = await leave.ReadAsync("he.jing", task);
        (seen["allowedActions"]!.AsArray().Count, seen["readers"]!.AsArray().Count).ShouldBe((0, 0));
        (await GetAsync(leave, "he.jing", "")).StatusCode.ShouldBe(HttpStatusCode.OK, "the flow whose discussion one reads");
        (await (await leave.AsAsync("he.jing")).GetFromJsonAsync<JsonObject>("/api/flows"))!["total"]!.GetValue<int>().ShouldBe(0, "lists and figures are of one's own work");
        await (await leave.PostAsync("he.jing", task, "complete", new { action = "approve", answers = new { days = 3 } })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tasks.forbidden");
        await (await leave.PostAsync("he.jing", task, "proxy", new { to = me, reason = "?" })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.forbidden");
        (await (await leave.AsAsync("he.jing")).PostAsync($"/api/flows/{leave.InstanceId}/mentions/read", null)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await MentionsAsync(leave, unread: true)).ShouldBeEmpty();

        await (await WithdrawAsync(leave, "he.jing", comment)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "discussion.forbidden");
        (await WithdrawAsync(leave, "li.na", comment)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await WithdrawAsync(leave, "li.na", comment)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var gone = (await CommentsAsync(leave, "zhang.wei")).Single()!;
        (gone["text"]!.GetValue<string>(), gone["withdrawnUtc"] is null).ShouldBe(("", false));
        (await MentionsAsync(leave, unread: false)).ShouldBeEmpty();
        await (await GetAsync(leave, "he.jing", "comments")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "discussion.unknown");
        (await (await leave.AsAsync("he.jing")).GetAsync($"/api/tasks/{task}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await leave.AuditedAsync(task)).ShouldBe(["tasks.comment", "tasks.comment-withdrawn"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Those_with_a_part_are_mentioned_by_all_and_colleagues_by_those_who_may_look_them_up(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        (await NamesAsync(leave, "zhang.wei", "")).ShouldBe(["李娜"]);
        (await NamesAsync(leave, "zhang.wei", "hj")).ShouldBeEmpty("an employee looks nobody else up");
        (await NamesAsync(leave, "li.na", "hj")).ShouldBe(["何静"]);
        (await NamesAsync(leave, "li.na", "zhangw")).ShouldBe(["张伟"]);

        foreach (var (by, whom) in new[] { ("zhang.wei", IdOf("he.jing")), ("liu.yang", IdOf("bai.xue")), ("liu.yang", Guid.NewGuid()) })
            await (await PostAsync(leave, by, new { text = $"@[{whom}]" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "discussion.mention.invalid");
        await (await PostAsync(leave, "li.na", new { text = " " })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "discussion.text.invalid");
        foreach (var outsider in (string[])["chen.chen", "bai.xue", "sun.lei"])
            await (await PostAsync(leave, outsider, new { text = "?" })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "discussion.unknown");
        (await CommentsAsync(leave, "li.na")).ShouldBeEmpty();

        var comment = await WriteAsync(leave, "zhang.wei", new { text = $"@[{IdOf("li.na")}] 麻烦尽快" });
        (await CommentsAsync(leave, "zhang.wei")).Single()!["withdrawableUntilUtc"].ShouldNotBeNull();
        leave.Server.Clock.Advance(TimeSpan.FromMinutes(6));
        (await CommentsAsync(leave, "zhang.wei")).Single()!["withdrawableUntilUtc"].ShouldBeNull();
        await (await WithdrawAsync(leave, "zhang.wei", comment)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "discussion.stands");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Of_a_confidential_flow_somebody_mentioned_reads_what_mentions_them_and_nothing_lies_open(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        await leave.Server.InScopeAsync(async s =>
        {
            await s.GetRequiredService<FlowSeals>().OfAsync(leave.InstanceId, DemoIds.Of("company:星河科技"), default);
            return await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
        });
        await WriteAsync(leave, "li.na", new { text = "薪资三万" });
        await WriteAsync(leave, "li.na", new { text = $"@[{IdOf("he.jing")}] 请回电" });

        var hers = (await (await GetAsync(leave, "he.jing", "comments")).Content.ReadFromJsonAsync<JsonObject>())!;
        (hers["items"]!.AsArray().Single()!["text"]!.GetValue<string>(), hers["hidden"]!.GetValue<int>()).ShouldBe(("@何静 请回电", 1));
        (await CommentsAsync(leave, "zhang.wei")).Count.ShouldBe(2);
        SealedText.Is(await JobAsync(leave)).ShouldBeTrue("the message as well");
        (await leave.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().FlowComments.Select(c => c.Text).ToListAsync())).ShouldAllBe(text => SealedText.Is(text));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Who_has_opened_a_task_is_seen_by_those_with_a_part_in_the_flow(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var waiting = (await FlowAsync(leave, "zhang.wei"))["waiting"]![0]!;
        waiting["readUtc"].ShouldBeNull();
        await leave.ReadAsync("liu.yang", task);
        (await FlowAsync(leave, "zhang.wei"))["waiting"]![0]!["readUtc"].ShouldBeNull("HR has looked, she has not");

        var hers = await leave.ReadAsync("li.na", task);
        await leave.ReadAsync("li.na", task);

        hers["readers"]!.AsArray().Select(r => r!["person"]!["name"]!.GetValue<string>()).ShouldBe(["刘洋", "李娜"]);
        var flow = await FlowAsync(leave, "zhang.wei");
        flow["waiting"]![0]!["readUtc"].ShouldNotBeNull();
        flow["receipts"]!.AsArray().Select(r => r!["reader"]!["name"]!.GetValue<string>()).ShouldBe(["刘洋", "李娜"]);
        (await FlowAsync(leave, "sun.lei"))["receipts"].ShouldBeNull("an operator has no part in it");
    }

    private static async Task<JsonObject> FlowAsync(InboxSituation leave, string person) => (await (await leave.AsAsync(person)).GetFromJsonAsync<JsonObject>($"/api/flows/{leave.InstanceId}"))!;

    private static async Task<HttpResponseMessage> GetAsync(InboxSituation leave, string person, string what) => await (await leave.AsAsync(person)).GetAsync($"/api/flows/{leave.InstanceId}/{what}".TrimEnd('/'));

    private static async Task<HttpResponseMessage> PostAsync(InboxSituation leave, string person, object body) => await (await leave.AsAsync(person)).PostAsJsonAsync($"/api/flows/{leave.InstanceId}/comments", body);

    private static async Task<Guid> WriteAsync(InboxSituation leave, string person, object body)
    {
        var answer = await PostAsync(leave, person, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"]!.GetValue<Guid>();
    }

    private static async Task<HttpResponseMessage> WithdrawAsync(InboxSituation leave, string person, Guid comment) => await (await leave.AsAsync(person)).PostAsync($"/api/flows/{leave.InstanceId}/comments/{comment}/withdraw", null);

    private static async Task<JsonArray> CommentsAsync(InboxSituation leave, string person) => (await (await GetAsync(leave, person, "comments")).Content.ReadFromJsonAsync<JsonObject>())!["items"]!.AsArray();

    private static async Task<JsonArray> MentionsAsync(InboxSituation leave, bool unread) => (await (await leave.AsAsync("he.jing")).GetFromJsonAsync<JsonObject>($"/api/mentions?unread={unread}"))!["items"]!.AsArray();

    private static async Task<IEnumerable<string>> NamesAsync(InboxSituation leave, string person, string search) =>
        (await (await GetAsync(leave, person, $"mentionable?search={search}")).Content.ReadFromJsonAsync<JsonObject>())!["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>());

    private static Task<string> StampAsync(InboxSituation leave, Guid person) => leave.Server.InScopeAsync(async s => (await s.GetRequiredService<InboxStamps>().OfAsync([person], default))[person]);

    private static Task<string> JobAsync(InboxSituation leave) => leave.Server.InScopeAsync(async s => (await s.GetRequiredService<AppDbContext>().WorkflowJobs.SingleAsync(j => j.Id.StartsWith("mention:"))).Inputs);
}
