using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using static HrBpm.Server.Tests.Inbox.InboxSituation;

namespace HrBpm.Server.Tests.Inbox;

/// <summary>外出委托 over HTTP.</summary>
public sealed class AwayTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Tasks_that_are_made_while_somebody_is_away_go_to_whom_they_named(TestDatabase database)
    {
        await using var leave = await StartAsync(database);
        var nowUtc = leave.Server.Clock.GetUtcNow().UtcDateTime;
        var id = await NameAsync(leave, "li.na", new { to = IdOf("he.jing"), fromUtc = nowUtc, untilUtc = nowUtc.AddDays(2) });
        await leave.StartFlowAsync("chen.chen");

        (await leave.ListAsync("li.na")).Single()["concerning"]!["name"]!.GetValue<string>().ShouldBe("张伟", "What was there before stays.");
        var given = (await leave.ListAsync("he.jing")).Single();
        given["onBehalfOf"]!["name"]!.GetValue<string>().ShouldBe("李娜");
        (await leave.ListAsync("li.na", "delegated")).Single()["assignee"]!["name"]!.GetValue<string>().ShouldBe("何静");
        await leave.ApproveAsync("he.jing");
        (await leave.ReadAsync("li.na", given["id"]!.GetValue<Guid>()))["history"]!.AsArray().Single()!["onBehalfOf"]!["name"]!.GetValue<string>().ShouldBe("李娜");

        (await (await leave.AsAsync("he.jing")).DeleteAsync($"/api/away-delegations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await (await leave.AsAsync("li.na")).DeleteAsync($"/api/away-delegations/{id}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("he.jing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task It_holds_from_its_first_moment_to_just_before_its_last_and_for_its_own_flows()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var nowUtc = leave.Server.Clock.GetUtcNow().UtcDateTime;
        await NameAsync(leave, "li.na", new { to = IdOf("he.jing"), fromUtc = nowUtc.AddHours(1), untilUtc = nowUtc.AddHours(2) });
        await NameAsync(leave, "li.na", new { to = IdOf("wang.qiang"), fromUtc = nowUtc.AddHours(1), untilUtc = nowUtc.AddHours(2), definitionId = "offboarding-of-others" }, HttpStatusCode.BadRequest);
        await NameAsync(leave, "li.na", new { to = IdOf("deng.chao"), fromUtc = nowUtc.AddMinutes(90), untilUtc = nowUtc.AddHours(2), definitionId = LeaveFlow.Id });

        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("he.jing")).ShouldBeEmpty();
        leave.Server.Clock.Advance(TimeSpan.FromMinutes(61));
        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("he.jing")).Count.ShouldBe(1);
        leave.Server.Clock.Advance(TimeSpan.FromMinutes(30));
        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("deng.chao")).Count.ShouldBe(1);
        leave.Server.Clock.Advance(TimeSpan.FromMinutes(30));
        await leave.StartFlowAsync("chen.chen");
        (await leave.ListAsync("he.jing")).Count.ShouldBe(1);
        (await (await leave.AsAsync("li.na")).GetFromJsonAsync<JsonArray>("/api/away-delegations"))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_names_themselves_a_time_that_is_over_or_somebody_who_does_not_exist()
    {
        await using var leave = await StartAsync(TestDatabase.Sqlite);
        var nowUtc = leave.Server.Clock.GetUtcNow().UtcDateTime;

        await NameAsync(leave, "li.na", new { to = IdOf("li.na"), fromUtc = nowUtc, untilUtc = nowUtc.AddDays(1) }, HttpStatusCode.BadRequest);
        await NameAsync(leave, "li.na", new { to = IdOf("he.jing"), fromUtc = nowUtc.AddDays(-2), untilUtc = nowUtc.AddDays(-1) }, HttpStatusCode.BadRequest);
        await NameAsync(leave, "li.na", new { to = Guid.NewGuid(), fromUtc = nowUtc, untilUtc = nowUtc.AddDays(1) }, HttpStatusCode.BadRequest);
    }

    private static async Task<string?> NameAsync(InboxSituation leave, string person, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        var answer = await (await leave.AsAsync(person)).PostAsJsonAsync("/api/away-delegations", body);
        answer.StatusCode.ShouldBe(expected, await answer.Content.ReadAsStringAsync());
        return (string?)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["id"];
    }
}
