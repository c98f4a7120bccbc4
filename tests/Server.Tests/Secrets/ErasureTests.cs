using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.DryRuns;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.Privacy;
using HrBpm.Server.Features.Workflows.Scenarios;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.PersonalData;
using HrBpm.Server.Tests.Offboarding;
using HrBpm.Server.Tests.Org;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>A person is erased as far as the law lets it, and the evidence stands.</summary>
public sealed class ErasureTests
{
    private const string Number = "11010519491231002X";
    private static readonly Guid Zhang = DemoIds.Of("zhang.wei");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_leaver_is_erased_when_the_time_is_over_and_the_audit_log_still_verifies(TestDatabase database)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("liu.yang");
        (await hr.PutAsJsonAsync($"/api/people/{Zhang}/secrets", new { identity = new { kind = "residentIdentityCard", number = Number }, bankAccount = (object?)null, version = 0 }, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        using (var run = new ScenarioRun(server, Scenario.Named("happy path"))) await run.PlayAsync(ct);
        var manager = await server.SignInAsync("zhao.min");
        var file = await FillOwnFieldsAsync(server, manager, ct);
        await ImportedAsync(server, await server.SignInAsync("xu.nuo"), ct);
        var refused = await (await AskAsync(manager)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "privacy.must-be-kept");
        ((string)refused["detail"]!).ShouldContain("仍有劳动关系");
        await EndEmploymentAsync(server, ct);
        await KeepScenarioAsync(server, ct);
        var held = await RowsAsync(manager);

        await ShouldBeCopiedAsync(server, manager, ct);

        // A fortnight after the end, only the account may go; what the law keeps is named with its day.
        manager = await LaterAsync(server, 14);
        var part = (await (await AskAsync(manager)).Content.ReadFromJsonAsync<JsonObject>(ct))!;
        part["removed"]!.AsArray().Select(k => (string)k!).ShouldBe(["signIn"]);
        var kept = part["kept"]!.AsArray().ToDictionary(k => (string)k!["kind"]!, k => (string)k!["whyKept"]!);
        kept["contracts"].ShouldContain("劳动合同法 第五十条");
        kept["pay"].ShouldContain("保存至");
        await (await manager.PostAsync($"/api/two-person-requests/{part["requestId"]}/consent", null, ct)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "two-person.same-forbidden");

        manager = await LaterAsync(server, 800);
        (await manager.PutAsJsonAsync($"/api/people/{Zhang}/hold", new { reason = "仲裁 2026-17" }, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await AskAsync(manager)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "privacy.must-be-kept");
        (await server.Services.GetRequiredService<RemoveDue>().RunAsync(ct)).ShouldBe(0, "a hold stops the daily removal");
        (await manager.DeleteAsync($"/api/people/{Zhang}/hold", ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await server.Services.GetRequiredService<RemoveDue>().RunAsync(ct)).ShouldBe(1);
        var removedByTime = (await manager.GetFromJsonAsync<JsonArray>("/api/removals", ct))!.Select(r => (string)r!["kind"]!).ToList();
        removedByTime.ShouldBe(["signIn", "contact", "numbers"], ignoreOrder: true);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CustomFields.Where(f => s.GetRequiredService<AppDbContext>().CustomValues.Any(v => v.FieldId == f.Id)).Select(f => f.Key).ToListAsync(ct)))
            .ShouldBe(["nick", "photo", "size", "exitTalk"], ignoreOrder: true, "the own contact goes with the contacts");

        var due = (await manager.GetFromJsonAsync<JsonArray>("/api/retention/due", ct))!.Single(d => (Guid)d!["personId"]! == Zhang);
        due!["kinds"]!.AsArray().Select(k => (string)k!).ShouldContain("identity");
        var asked = (await (await AskAsync(manager)).Content.ReadFromJsonAsync<JsonObject>(ct))!;
        asked["kept"]!.AsArray().ShouldBeEmpty();
        (await (await server.SignInAsync("xu.nuo")).PostAsync($"/api/two-person-requests/{asked["requestId"]}/consent", null, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await manager.GetFromJsonAsync<JsonArray>($"/api/people/{Zhang}/erasure", ct))!.Select(k => (int)k!["rows"]!).ShouldAllBe(rows => rows == 0);
        var report = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.Select(i => i.Report).SingleAsync(ct));
        ImportReport.Read(report!).Select(r => $"{r.EmployeeNumber} {string.Join(", ", r.Changes)}").ShouldBe([" ", "XK0005 name: 李娜 → 李娜娜"], "what the report said of the person is empty");
        (await server.Services.GetRequiredService<ForgetImports>().RunAsync(ct)).ShouldBe(1);
        var lapsed = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.SingleAsync(ct));
        (lapsed.State, lapsed.Report, lapsed.Mapping, lapsed.Rows).ShouldBe((ImportState.Lapsed, null, null, 2), "only the figures stay");
        (await server.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().ImportedFiles.CountAsync(ct) + await s.GetRequiredService<AppDbContext>().ImportChunks.CountAsync(ct))).ShouldBe(0);
        await (await (await server.SignInAsync("xu.nuo")).PostAsJsonAsync($"/api/people/imports/{lapsed.Id}/apply", new { }, ct)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "imports.gone");
        await server.Services.GetRequiredService<AuditSealer>().SealAsync(ct);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct)).Problems.ShouldBeEmpty();
        (held["contact"], held["identity"]).ShouldBe((2, 5), "a phone with an own contact; the name with two own fields of the person, the file of one of them, and a field of the employment");
        (await manager.GetAsync(file, ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await server.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().CustomFiles.CountAsync(ct) + await s.GetRequiredService<AppDbContext>().CustomValues.CountAsync(ct) + await s.GetRequiredService<AppDbContext>().CustomKeys.CountAsync(ct))).ShouldBe(0);
        await ShouldBeGoneAsync(server, manager, ct);
    }

    // A field of each kind of data that the company itself has added, with a file, and one of the case.
    private static async Task<string> FillOwnFieldsAsync(HrBpmServer server, HttpClient manager, CancellationToken ct)
    {
        await CustomFieldTests.AddAsync(manager, "person", new { key = "nick", kind = "text", labelZh = "昵称", labelEn = "Nickname", isSearchable = true });
        var photo = await CustomFieldTests.AddAsync(manager, "person", new { key = "photo", kind = "attachment", labelZh = "照片", labelEn = "Photo" });
        await CustomFieldTests.AddAsync(manager, "person", new { key = "wife", kind = "text", labelZh = "紧急联系人", labelEn = "Emergency contact", seenAs = "contact" });
        await CustomFieldTests.AddAsync(manager, "employment", new { key = "size", kind = "text", labelZh = "工服", labelEn = "Uniform" });
        await CustomFieldTests.AddAsync(manager, "offboardingCase", new { key = "exitTalk", kind = "text", labelZh = "离职面谈", labelEn = "Exit talk" });
        var upload = await CustomFieldTests.UploadAsync(manager, photo, Encoding.UTF8.GetBytes("portrait-of-zhang"), "text/plain", "zhang.txt");
        await CustomFieldTests.WrittenAsync(manager, Zhang, new() { ["nick"] = "大伟哥", ["photo"] = upload, ["wife"] = "王桂香" });
        var person = (await manager.GetFromJsonAsync<JsonObject>($"/api/people/{Zhang}", ct))!;
        var terms = person["employments"]![0]!;
        (await manager.PutAsJsonAsync($"/api/people/{Zhang}/employments/{terms["id"]}", new
        {
            branchId = (Guid)terms["branchId"]!, departmentId = (Guid)terms["departmentId"]!, positionId = (Guid)terms["positionId"]!, managerId = (Guid?)terms["manager"]?["id"],
            from = (string)terms["from"]!, until = (string?)terms["until"], custom = new { size = "特大号" },
        }, ct)).EnsureSuccessStatusCode();
        var left = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().OffboardingCases.Where(c => c.LeaverId == Zhang).Select(c => c.Id).SingleAsync(ct));
        (await manager.PutAsJsonAsync($"/api/offboarding/{left}/custom", new { custom = new { exitTalk = "想回老家" } }, ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        return $"/api/custom-fields/{photo}/files/{upload}";
    }

    // Somebody who cannot sign in any more gets their copy from those who look after it, as long as they may see all of it.
    private static async Task ShouldBeCopiedAsync(HrBpmServer server, HttpClient manager, CancellationToken ct)
    {
        await (await manager.PostAsJsonAsync($"/api/people/{Zhang}/data", new { reason = " " }, ct)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "privacy.reason");
        await (await (await server.SignInAsync("xu.nuo")).PostAsJsonAsync($"/api/people/{Zhang}/data", new { reason = "本人申请" }, ct)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "privacy.copy.forbidden");
        var copy = (await (await manager.PostAsJsonAsync($"/api/people/{Zhang}/data", new { reason = "本人申请" }, ct)).Content.ReadFromJsonAsync<JsonObject>(ct))!;
        copy["numbers"]!["identityNumber"]!.GetValue<string>().ShouldBe(Number);
        copy["signatures"]!.AsArray().ShouldAllBe(s => s!["statement"]!.GetValue<string>().Length > 0 && s["document"]!.GetValue<string>().Length > 0);
        copy["account"]!["sessions"]!.AsArray().Count.ShouldBeGreaterThan(0);
        copy["assets"]!.AsArray().Count.ShouldBeGreaterThan(0);
        copy["contractsAndLeaving"]!["certificates"]!.AsArray().Single()!["text"]!.GetValue<string>().ShouldContain("张伟");
        copy["customFields"]!.AsArray().Select(f => (string)f!["key"]!).ShouldBe(["nick", "photo", "wife", "size", "exitTalk"], ignoreOrder: true);
    }

    // A report that is still kept names the person with what changed.
    private static async Task ImportedAsync(HrBpmServer server, HttpClient admin, CancellationToken ct)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes("工号,姓名\nXK0006,张伟伟\nXK0005,李娜娜")), "file", "people.csv" } };
        var uploaded = (await (await admin.PostAsync("/api/people/imports", form, ct)).Content.ReadFromJsonAsync<JsonObject>(ct))!;
        (await admin.PostAsJsonAsync($"/api/people/imports/{uploaded["id"]}/check", new { mapping = uploaded["mapping"] }, ct)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(ct);
    }

    private static async Task<Dictionary<string, int>> RowsAsync(HttpClient manager) =>
        (await manager.GetFromJsonAsync<JsonArray>($"/api/people/{Zhang}/erasure"))!.ToDictionary(k => (string)k!["kind"]!, k => (int)k!["rows"]!);

    private static async Task ShouldBeGoneAsync(HrBpmServer server, HttpClient manager, CancellationToken ct)
    {
        // The directory and WeCom of the sandbox stand for other systems.
        string[] emptied =
        [
            "DELETE FROM sandbox_directory_users", "DELETE FROM sandbox_payroll_items", "DELETE FROM sandbox_wecom_members", "DELETE FROM sandbox_wecom_customers",
            "DELETE FROM sandbox_wecom_transfers", "DELETE FROM sandbox_wecom_messages", "DELETE FROM sandbox_effects",
        ];
        foreach (var sql in emptied) await server.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync(sql, ct));
        if (server.Database.Kind == TestDatabase.Sqlite) await server.InScopeAsync(async s => await s.GetRequiredService<AppDbContext>().Database.ExecuteSqlRawAsync("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)", ct));
        var dump = await DatabaseText.OfAsync(server.Database);
        dump.ShouldContain("erased-", Case.Sensitive, "the row stays");
        foreach (var plain in (string[])["张伟", "zhang.wei", "XK0006", "ding-zhangwei", "大伟哥", "portrait-of-zhang", "zhang.txt", "王桂香", "特大号", "想回老家"]) dump.ShouldNotContainAnywhere(plain);

        // An entry of before: its particulars are gone, its proof is not.
        var entries = (await manager.GetFromJsonAsync<JsonArray>($"/api/audit/entries?subject=person:{Zhang}", ct))!;
        entries.ShouldContain(e => (string)e!["action"]! == "privacy.erased");
        var hold = entries.Single(e => (string)e!["action"]! == "privacy.hold-placed")!;
        hold["data"]!["erased"]!.AsArray().Select(n => (string)n!).ShouldBe(["reason"]);
        var proof = (await manager.GetFromJsonAsync<JsonObject>($"/api/audit/entries/{hold["id"]}/proof", ct))!;
        proof["openings"]!.AsObject().ShouldBeEmpty();

        // Whoever removes a particular past the product is found out.
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditOpenings.OrderBy(o => o.Id).Take(1).ExecuteDeleteAsync(ct))).ShouldBe(1);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct)).Problems.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_company_keeps_longer_but_not_shorter_than_the_law_says()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var manager = await server.SignInAsync("zhao.min");
        await (await manager.PutAsJsonAsync("/api/retention", new { kind = "pay", months = 23 })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "privacy.months");
        (await manager.PutAsJsonAsync("/api/retention", new { kind = "pay", months = 360 })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var pay = (await manager.GetFromJsonAsync<JsonArray>("/api/retention"))!.Single(k => (string)k!["kind"]! == "pay")!;
        ((int)pay["months"]!, (int)pay["leastMonths"]!).ShouldBe((360, 24));
        ((string)pay["basis"]!).ShouldContain("工资支付暂行规定");
        Enum.GetValues<DataKind>().Length.ShouldBe((await server.InScopeAsync(s => Task.FromResult(s.GetServices<IErasableData>().Select(p => p.Kind).Distinct().Count()))), "each kind has somebody who removes it");
    }

    // What somebody wrote of the person into a dry run that was kept.
    private static Task<int> KeepScenarioAsync(HrBpmServer server, CancellationToken ct) => server.InScopeAsync(async s =>
    {
        var db = s.GetRequiredService<AppDbContext>();
        var json = new DryScenario(new(new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), Guid.NewGuid(), [], []), [new DryAct.Answer("head", "approve") { Comment = "同张伟谈过" }], new([], InstanceSubStatus.Finished, [], new Dictionary<string, string>())).Write();
        db.Add(new FlowScenario { Id = Guid.CreateVersion7(), CompanyId = await db.People.Where(p => p.Id == Zhang).Select(p => p.CompanyId).SingleAsync(ct), DefinitionId = "hr-offboarding", Name = "张伟按时离职", Json = json, UpdatedUtc = server.Clock.GetUtcNow().UtcDateTime });
        return await db.SaveChangesAsync(ct);
    });

    private static Task<HttpResponseMessage> AskAsync(HttpClient manager) => manager.PostAsJsonAsync($"/api/people/{Zhang}/erasure", new { reason = "本人申请" });

    private static async Task EndEmploymentAsync(HrBpmServer server, CancellationToken ct)
    {
        var yesterday = DateOnly.FromDateTime(server.Clock.GetUtcNow().UtcDateTime).AddDays(-1);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments.Where(e => e.PersonId == Zhang).ExecuteUpdateAsync(set => set.SetProperty(e => e.Until, yesterday), ct));
    }

    private static async Task<HttpClient> LaterAsync(HrBpmServer server, int days)
    {
        server.Clock.Advance(TimeSpan.FromDays(days));
        return await server.SignInAsync("zhao.min");
    }
}
