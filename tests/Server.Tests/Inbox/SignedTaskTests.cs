using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Signatures;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>Tasks that take a signature over exactly the task's document.</summary>
public sealed class SignedTaskTests
{
    private const string Intent = "本人已审阅并同意张伟的请假。";
    private const string Document = "请假单\n\n申请人：张伟\n天数：3\n";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_signature_is_over_exactly_the_tasks_document_and_commits_with_the_decision(TestDatabase database)
    {
        await using var leave = await SignedAsync(database);
        var task = await leave.TaskOfAsync("li.na");
        var detail = await leave.ReadAsync("li.na", task);
        detail["document"]!.GetValue<string>().ShouldBe(Document);
        detail["documentSha256"]!.GetValue<string>().ShouldBe(Sha256Of(Document));

        await leave.DoAsync("li.na", "complete", Signed(HrBpmServer.Password, Intent));

        var signature = (await SignaturesAsync(leave)).Single();
        (signature.PersonId, signature.DocumentSha256, signature.Intent).ShouldBe((IdOf("li.na"), Sha256Of(Document), Intent));
        (await leave.ReadAsync("li.na", task))["history"]!.AsArray().Single()!["signatureId"]!.GetValue<Guid>().ShouldBe(signature.Id);
    }

    [Fact]
    public async Task Without_password_intent_or_signature_nothing_is_done()
    {
        await using var leave = await SignedAsync(TestDatabase.Sqlite);
        var task = await leave.TaskOfAsync("li.na");

        await (await leave.PostAsync("li.na", task, "complete", new { action = "approve", answers = new { days = 3 } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.signature.invalid");
        await (await leave.PostAsync("li.na", task, "complete", Signed(HrBpmServer.Password, "别的话"))).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.signature.invalid");
        (await leave.PostAsync("li.na", task, "complete", Signed("wrong", Intent))).IsSuccessStatusCode.ShouldBeFalse();

        (await leave.TaskOfAsync("li.na")).ShouldBe(task);
        (await SignaturesAsync(leave)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_signature_of_somebody_who_comes_too_late_is_not_kept()
    {
        await using var leave = await SignedAsync(TestDatabase.Sqlite, """[{"by":"DirectManager"},{"by":"DepartmentHead"}]""");
        var tasks = new[] { ("li.na", await leave.TaskOfAsync("li.na")), ("wang.qiang", await leave.TaskOfAsync("wang.qiang")) };

        var answers = await Task.WhenAll(tasks.Select(who => leave.PostAsync(who.Item1, who.Item2, "complete", Signed(HrBpmServer.Password, Intent))));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.NoContent).ShouldBe(1);
        (await SignaturesAsync(leave)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_transfer_takes_no_signature_along_and_the_next_one_signs_anew()
    {
        await using var leave = await SignedAsync(TestDatabase.Sqlite);
        await leave.DoAsync("li.na", "transfer", new { to = IdOf("he.jing") });
        var task = await leave.TaskOfAsync("he.jing");

        await (await leave.PostAsync("he.jing", task, "complete", new { action = "approve", answers = new { days = 3 } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.signature.invalid");
        await leave.DoAsync("he.jing", "complete", Signed(HrBpmServer.Password, Intent));

        (await SignaturesAsync(leave)).Single().PersonId.ShouldBe(IdOf("he.jing"));
    }

    [Fact]
    public async Task A_delegates_answer_is_not_signed_but_the_owners_decision_is()
    {
        await using var leave = await SignedAsync(TestDatabase.Sqlite);
        await leave.DoAsync("li.na", "delegate", new { to = IdOf("he.jing") });
        await leave.DoAsync("he.jing", "complete", new { action = "approve" });
        await leave.DoAsync("li.na", "complete", Signed(HrBpmServer.Password, Intent));

        (await SignaturesAsync(leave)).Single().PersonId.ShouldBe(IdOf("li.na"));
    }

    [Fact]
    public async Task The_holder_of_a_link_signs_in_their_own_name()
    {
        await using var leave = await SignedAsync(TestDatabase.Sqlite);
        var link = await (await leave.PostAsync("liu.yang", await leave.TaskOfAsync("li.na"), "links", new { reason = "账号已停用" })).Content.ReadFromJsonAsync<JsonObject>();

        var answer = await leave.Server.Client().PostAsJsonAsync($"/api/task-links/{link!["token"]}", Signed(HrBpmServer.Password, Intent));

        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync());
        (await SignaturesAsync(leave)).Single().PersonId.ShouldBe(IdOf("li.na"));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_late_signature_that_is_personal_is_not_given_by_the_manager_who_only_gets_a_copy(TestDatabase database)
    {
        await using var leave = await StartAsync(database, new()
        {
            ["signature"] = "true",
            ["intent"] = Intent,
            ["document"] = Document,
            ["escalateAfterDue"] = "1.00:00:00",
            ["escalation"] = "Inform",
        });
        var task = await leave.TaskOfAsync("li.na");
        leave.Server.Clock.Advance(TimeSpan.FromDays(4));
        var manager = await leave.AsAsync("wang.qiang");

        (await CopiesAsync(manager)).Single()!["isLate"]!.GetValue<bool>().ShouldBeTrue();
        (await leave.ListAsync("wang.qiang")).ShouldBeEmpty();
        await (await leave.PostAsync("wang.qiang", task, "complete", Signed(HrBpmServer.Password, Intent))).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "tasks.forbidden");
        await leave.DoAsync("li.na", "complete", Signed(HrBpmServer.Password, Intent));
        (await SignaturesAsync(leave)).Single().PersonId.ShouldBe(IdOf("li.na"));
    }

    // The clock's jobs come a moment after the clock was moved.
    private static async Task<JsonArray> CopiesAsync(HttpClient person)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        JsonArray copies;
        while ((copies = (await person.GetFromJsonAsync<JsonObject>("/api/task-copies", deadline.Token))!["items"]!.AsArray()).Count == 0) await timer.WaitForNextTickAsync(deadline.Token);
        return copies;
    }

    private static Task<InboxSituation> SignedAsync(TestDatabase database, string? assignees = null)
    {
        var manager = new JsonObject { ["signature"] = "true", ["intent"] = Intent, ["document"] = Document };
        if (assignees is not null) manager["assignees"] = assignees;
        return StartAsync(database, manager);
    }

    private static object Signed(string password, string intentShown) => new { action = "approve", answers = new { days = 3 }, signature = new { password, intentShown } };

    private static async Task<List<Signature>> SignaturesAsync(InboxSituation leave)
    {
        await using var scope = leave.Server.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Set<Signature>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }

    private static string Sha256Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
