using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Demo;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Offboarding;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Features.SignIn.Enterprise;
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
        await ShouldOpenNowhereElseAsync(server, ct);
        await RotateAsync(server, run, caseId, ct);
        await ShredAsync(server, caseId, ct);
    }

    // Every table with sealed columns takes part: one that is forgotten could not be read any more once the old key is gone.
    private static async Task RotateAsync(HrBpmServer server, ScenarioRun run, Guid caseId, CancellationToken ct)
    {
        var tech = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().OffboardingCases.Where(c => c.Id == caseId).Select(c => c.CompanyId).SingleAsync(ct));
        await server.InScopeAsync(s =>
        {
            var sealing = s.GetRequiredService<AppDbContext>().Model.GetEntityTypes().Select(e => e.ClrType).Where(t => t.IsAssignableTo(typeof(ISealedRow))).ToList();
            s.GetServices<ISealedTable>().Select(t => t.GetType().GetGenericArguments()[0]).ShouldBe(sealing, ignoreOrder: true, "each registers its SealedTable");
            return Task.FromResult(true);
        });
        var before = await RowsAsync(server, ct);
        foreach (var table in (string[])["pay_items", "flow_keys", "document_blobs", "person_secrets", "custom_values", "offboarding_cases"]) before.ShouldContain(r => r.Place.Table == table, table);

        var rotation = server.Services.GetRequiredService<KeyRotation>();
        await rotation.BeginAsync(tech, "test", ct);
        var finished = new TaskCompletionSource();
        // People go on reading and writing all the while.
        var reads = Task.Run(async () =>
        {
            for (var turn = 0; turn < 3 || !finished.Task.IsCompleted; turn++)
                (await run.People.GetAsync("zhao.min", $"/api/offboarding/{caseId:D}", ct))!["pay"]!["items"]!.AsArray().Select(i => (long)i!["amountMinor"]!).ShouldBe(Amounts, ignoreOrder: true);
        }, ct);
        var hr = await server.SignInAsync("liu.yang");
        for (var turn = 0; turn < 5; turn++)
        {
            await rotation.RunDueAsync(ct);
            // Sealing anew counts as a change: whoever had the number open looks again.
            var version = (int)(await hr.GetFromJsonAsync<JsonObject>($"/api/people/{DemoIds.Of("zhang.wei")}/secrets", ct))!["version"]!;
            (await hr.PutAsJsonAsync($"/api/people/{DemoIds.Of("zhang.wei")}/secrets", new { identity = new { kind = "residentIdentityCard", number = Number }, bankAccount = new { bankName = "工商银行", number = Account }, version }, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        finished.SetResult();
        await reads;
        var newest = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CompanyKeys.Where(k => k.CompanyId == tech && k.Use == KeyUse.Fields).OrderByDescending(k => k.Number).Select(k => k.Id).FirstAsync(ct));
        var after = (await RowsAsync(server, ct)).Where(r => r.Place.CompanyId == tech).ToList();
        after.Count.ShouldBe(before.Count(r => r.Place.CompanyId == tech));
        after.Where(r => SealedBytes.KeyIdOf(r.Value) != newest).Select(r => r.Place.ToString()).ShouldBeEmpty("all of it is sealed with the new key");
        foreach (var row in after) (await OpenAsync(server, row.Place, row.Value)).ShouldNotBeEmpty(row.Place.ToString());
    }

    // Whoever moves a value to another row, column, table or company has moved rubbish, wherever it is sealed.
    private static async Task ShouldOpenNowhereElseAsync(HrBpmServer server, CancellationToken ct)
    {
        await server.InScopeAsync(s => AddAsync(s, ct));
        foreach (var table in (await RowsAsync(server, ct)).GroupBy(r => (r.Place.Table, r.Place.Column)))
        {
            var (place, value) = table.First();
            FieldPlace[] elsewhere = [place with { RowId = Guid.NewGuid() }, place with { Column = "another" }, place with { Table = "another" }, place with { CompanyId = DemoIds.Of("company:星河实验学校") }];
            foreach (var wrong in elsewhere) await Should.ThrowAsync<SealedValueException>(() => OpenAsync(server, wrong, value), $"{place} at {wrong}");
            (await OpenAsync(server, place, value)).ShouldNotBeEmpty();
        }
    }

    // What the offboarding itself does not leave: a secret own field, and a claim for damage where there is none.
    private static async Task<bool> AddAsync(IServiceProvider services, CancellationToken ct)
    {
        var (db, secrets) = (services.GetRequiredService<AppDbContext>(), services.GetRequiredService<FieldSecrets>());
        var left = await db.OffboardingCases.AsNoTracking().FirstAsync(ct);
        var field = new CustomField { CompanyId = left.CompanyId, Entity = FieldEntity.Person, Key = "passport", Kind = CustomFieldKind.Text, LabelZh = "护照", LabelEn = "Passport", IsSecret = true, ShapeJson = new FieldShape(ValueRules.None, [], 1, null).ToJson() };
        var value = new CustomValue { CompanyId = left.CompanyId, FieldId = field.Id, SubjectId = left.LeaverId };
        value.Cipher = await secrets.SealAsync(value.Place, "\"E12345678\"", ct);
        value.KeyId = SealedBytes.KeyIdOf(value.Cipher);
        db.AddRange(field, value);
        await db.SaveChangesAsync(ct);
        var damage = await secrets.SealAsync(new(left.CompanyId, "offboarding_cases", left.Id, DamageClaims.Column), "null", ct);
        await db.OffboardingCases.Where(c => c.Id == left.Id && c.Damage == null).ExecuteUpdateAsync(set => set.SetProperty(c => c.Damage, damage).SetProperty(c => c.KeyId, SealedBytes.KeyIdOf(damage)), ct);
        return true;
    }

    private static Task<byte[]> OpenAsync(HrBpmServer server, FieldPlace place, byte[] value) => server.InScopeAsync(s => s.GetRequiredService<FieldSecrets>().OpenAsync(place, value, default));

    private static Task<List<(FieldPlace Place, byte[] Value)>> RowsAsync(HrBpmServer server, CancellationToken ct) => server.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<AppDbContext>();
        List<ISealedRow> rows =
        [
            .. await db.Set<PayItemRow>().AsNoTracking().ToListAsync(ct), .. await db.FlowKeys.AsNoTracking().ToListAsync(ct), .. await db.DocumentBlobs.AsNoTracking().ToListAsync(ct), .. await db.PersonSecrets.AsNoTracking().ToListAsync(ct),
            .. await db.Set<IdentityProvider>().AsNoTracking().ToListAsync(ct), .. await db.CustomValues.AsNoTracking().ToListAsync(ct), .. await db.OffboardingCases.AsNoTracking().ToListAsync(ct), .. await db.People.AsNoTracking().ToListAsync(ct),
        ];
        return rows.SelectMany(row => row.Sealed.Select(column => (new FieldPlace(row.CompanyId, db.Model.FindEntityType(row.GetType())!.GetTableName()!, row.RowId, column.Key), column.Value))).ToList();
    });

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
