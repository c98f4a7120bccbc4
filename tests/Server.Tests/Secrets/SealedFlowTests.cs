using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Demo;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Secrets.Flows;
using HrBpm.Server.Tests.Offboarding;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>Flows with secrets: whatever is stored of them is sealed, and the evidence stands all the same.</summary>
[Early]
public sealed class SealedFlowTests
{
    private const string Number = "11010519491231002X", Account = "6222021234567890123", Said = "绝密备注七三";
    private static readonly long[] Amounts = [983_456_701, 873_456_702, 763_456_703];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_played_offboarding_leaves_no_pay_and_no_number_open_in_the_database(TestDatabase database)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        (await hr.PutAsJsonAsync($"/api/people/{DemoIds.Of("zhang.wei")}/secrets",
            new { identity = new { kind = "residentIdentityCard", number = Number }, bankAccount = new { bankName = "工商银行", number = Account }, version = 0 }, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using var run = new ScenarioRun(server, WithAmounts(Scenario.All.First(s => s.Events.Any(e => e.Do == "earlyRelease"))));
        var caseId = await run.PlayAsync(ct);

        var shown = (await run.People.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!;
        shown["pay"]!["items"]!.AsArray().Select(i => (long)i!["amountMinor"]!).ShouldBe(Amounts, ignoreOrder: true);
        var dump = await DatabaseText.OfAsync(server.Database);
        dump.ShouldContain("offboarding-standard", Case.Sensitive, "the dump holds the flow");
        foreach (var plain in Amounts.SelectMany(Spellings).Concat([Number, Account, Said]))
            dump.ShouldNotContainAnywhere(plain);

        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct)).Problems.ShouldBeEmpty();
        var variables = (await run.People.GetAsync("xu.nuo", $"/api/instances/{caseId:D}", ct))!;
        variables.ToJsonString().ShouldNotContain("983456701", Case.Sensitive, "who manages workflows does not see pay for that");
        var looks = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Where(e => e.Action == "tasks.read").Select(e => e.Actor + " " + e.Subject).ToListAsync(ct));
        looks.ShouldNotBeEmpty("whoever opens a task of it is on record");
        looks.ShouldBeUnique("once for each task");
        await ShredAsync(server, caseId, ct);
    }

    // Without its key an instance is closed to everybody; its evidence stands.
    private static async Task ShredAsync(HrBpmServer server, Guid caseId, CancellationToken ct)
    {
        var id = caseId.ToString("D");
        var stored = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().WorkflowInstances.Where(i => i.Id == id).Select(i => i.State).SingleAsync(ct));
        SealedText.Is(stored).ShouldBeTrue();
        (await server.InScopeAsync(async s => await s.GetRequiredService<FlowSeals>().OpenStateAsync(id, stored, ct))).ShouldStartWith("{");
        await Should.ThrowAsync<SealedValueException>(() => server.InScopeAsync(async s => await s.GetRequiredService<FlowSeals>().OpenStateAsync("another", stored, ct)));
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().FlowKeys.Where(k => k.InstanceId == id).ExecuteDeleteAsync(ct));
        using var forgetful = new OpenedFlowKeys();
        await Should.ThrowAsync<SealedValueException>(() => server.InScopeAsync(async s => await new FlowSeals(
            s.GetRequiredService<AppDbContext>(), s.GetRequiredService<FieldSecrets>(), s.GetRequiredService<CompanyKeys>(), forgetful).OpenStateAsync(id, stored, ct)));
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct)).Problems.ShouldBeEmpty();
    }

    private static Scenario WithAmounts(Scenario scenario)
    {
        var kinds = new[] { "工资", "经济补偿", "奖金" };
        var items = new JsonArray([.. kinds.Zip(Amounts, (kind, minor) => new JsonObject
        {
            ["kind"] = kind, ["note"] = Said, ["amount"] = new JsonObject { ["amountMinor"] = minor, ["currency"] = "CNY" },
        })]);
        var moves = new Dictionary<string, IReadOnlyList<PlayMove>>(scenario.Moves) { ["settlement"] = [new PlayMove(Answers: new JsonObject { ["items"] = items }, Comment: Said)] };
        return scenario with { Moves = moves };
    }

    private static IEnumerable<string> Spellings(long minor) =>
        [minor.ToString(CultureInfo.InvariantCulture), (minor / 100m).ToString("0.00", CultureInfo.InvariantCulture), (minor / 100m).ToString("N2", CultureInfo.InvariantCulture)];
}
