using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Uploads;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Org;

[Early]
public sealed class ImportTests
{
    private const string Headings = "工号,姓名,邮箱,手机,分公司,部门,职位,直属上级工号,入职日期,离职日期";
    private const string Good = "X1,单一,shan.yi@x.example,13900000001,上海分公司,销售部,客户经理,XK0005,2026-01-05,\nX2,解二,xie.er@x.example,,上海分公司,总经办/销售部,新职位,X1,2026年2月1日,";

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_is_checked_then_written_and_nothing_changes_the_second_time(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        var first = await UploadedAsync(hr, $"{Headings}\n{Good}");

        (await DoneAsync(server, hr, first, "check")).ShouldBe("checked: 2 new, 0 changed, 0 unchanged, 0 rejected, 1 warned");
        (await FoundAsync(hr, "shanyi")).ShouldBeEmpty("a dry run changes nothing");
        (await DoneAsync(server, hr, first, "apply")).ShouldBe("applied: 2 new, 0 changed, 0 unchanged, 0 rejected, 1 warned");
        (await FoundAsync(hr, "shanyi")).ShouldBe(["单一 客户经理"]);
        (await FoundAsync(hr, "xieer")).ShouldBe(["解二 新职位"]);
        await (await hr.PostAsJsonAsync($"/api/people/imports/{first}/apply", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "imports.applied");

        var second = await UploadedAsync(hr, $"{Headings}\n{Good}");
        (await DoneAsync(server, hr, second, "check", "apply")).ShouldBe("applied: 0 new, 0 changed, 2 unchanged, 0 rejected, 0 warned");

        var third = await UploadedAsync(hr, $"{Headings}\n{Good.Replace("单一", "单依").Replace("销售部,客户经理,XK0005,2026-01-05", "客户成功部,客户经理,XK0005,2026-03-01")}");
        (await DoneAsync(server, hr, third, "check")).ShouldBe("checked: 0 new, 1 changed, 1 unchanged, 0 rejected, 1 warned");
        var row = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports/{third}/rows?outcome=change"))!["items"]![0]!;
        row["changes"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldBe(["name: 单一 → 单依", "from: 2026-01-05 → 2026-03-01", "department: 销售部 → 客户成功部"]);
        ((int)(await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports/{third}/rows?outcome=warning"))!["total"]!).ShouldBe(1);
        (await DoneAsync(server, hr, third, "apply")).ShouldStartWith("applied");
        (await FoundAsync(hr, "shanyi 客户成功")).ShouldBe(["单依 客户经理"]);
        var spans = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Employments
            .Where(e => s.GetRequiredService<AppDbContext>().People.Any(p => p.Id == e.PersonId && p.EmployeeNumber == "X1")).OrderBy(e => e.From).Select(e => new { e.From, e.Until }).ToListAsync());
        spans.Select(s => $"{s.From:O} {s.Until:O}").ShouldBe(["2026-01-05 2026-02-28", "2026-03-01 "], "what was before stays on record");
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action == "org.people.import"))).ShouldBe(3);

        // Reports say what was before, so they are kept for a while only.
        server.Clock.Advance(TimeSpan.FromDays(29));
        (await server.Services.GetRequiredService<ForgetImports>().RunAsync(CancellationToken.None)).ShouldBe(0);
        server.Clock.Advance(TimeSpan.FromDays(2));
        (await server.Services.GetRequiredService<ForgetImports>().RunAsync(CancellationToken.None)).ShouldBe(3);
        hr = await server.SignInAsync("xu.nuo");
        await (await hr.GetAsync($"/api/people/imports/{third}/rows")).ShouldBeProblemAsync(HttpStatusCode.Conflict, "imports.gone");
        (await StateAsync(server, hr, third)).ShouldBe("applied: 0 new, 1 changed, 1 unchanged, 0 rejected, 1 warned", "the figures stay");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task One_row_with_an_error_keeps_all_others_out_until_it_is_left_out(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        string[] bad =
        [
            "X3,,x3@x.example,,上海分公司,销售部,客户经理,,2026-01-05,", // no name
            "X4,四,x4@x.example,,火星分公司,销售部,客户经理,,2026-01-05,",
            "X1,又一,x5@x.example,,上海分公司,销售部,客户经理,,2026-01-05,", // the number is there already
            "X6,六,x6@x.example,,上海分公司,销售部,客户经理,X3,2026-01-05,", // its manager can not be imported
            "X7,七,x7@x.example,,上海分公司,销售部,客户经理,X8,2026-01-05,", // a circle
            "X8,八,x8@x.example,,上海分公司,销售部,客户经理,X7,2026-01-05,",
            "X9,=1+1,x9@x.example,12,上海分公司,销售部,客户经理,,明天,2026-01-01",
            "XK0005,李娜,,,,,,XK0006,,", // 李娜 is the manager of XK0006
        ];
        var id = await UploadedAsync(hr, $"{Headings}\n{Good}\n{string.Join('\n', bad)}");

        (await DoneAsync(server, hr, id, "check", "apply")).ShouldBe("refused: 2 new, 0 changed, 0 unchanged, 8 rejected, 1 warned");
        (await FoundAsync(hr, "shanyi")).ShouldBeEmpty("all or nothing");
        var errors = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports/{id}/rows?outcome=error"))!["items"]!.AsArray().ToDictionary(r => r!["row"]!.GetValue<int>(), r => string.Join(' ', r!["errors"]!.AsArray()));
        errors[3].ShouldBe("Expected a name of the person of 1 to 100 characters on one line, but it is ''.");
        errors[4].ShouldBe("Expected a branch of the company, but there is none '火星分公司'.");
        errors[5].ShouldBe("Expected each employee number once, but X1 is in row 1 already.");
        errors[6].ShouldBe("Expected X3, whom the row names, to be imported as well, but row 3 can not be.");
        errors[7].ShouldBe("Expected managers to lead to the top, but they would lead in a circle: X7 > X8 > X7.");
        errors[9].ShouldContain("Expected a day such as 2026-03-01 in '入职日期', but it is '明天'.");
        errors[10].ShouldContain("XK0005 > XK0006 > XK0005", Case.Sensitive, "the circle goes over somebody who is not in the file");

        var rejected = await hr.GetStringAsync($"/api/people/imports/{id}/rejected?format=csv");
        rejected.ShouldContain("工号,姓名,邮箱,手机,分公司,部门,职位,直属上级工号,入职日期,离职日期,行号 Row,原因 Reason");
        rejected.ShouldContain("'=1+1", Case.Sensitive, "a spreadsheet must not take it for a formula");
        (await hr.GetByteArrayAsync($"/api/people/imports/{id}/rejected")).AsSpan().StartsWith("PK"u8).ShouldBeTrue();

        (await hr.PostAsJsonAsync($"/api/people/imports/{id}/apply", new { skipRejected = true })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await StateAsync(server, hr, id)).ShouldBe("applied: 2 new, 0 changed, 0 unchanged, 8 rejected, 1 warned");
        (await FoundAsync(hr, "shanyi")).ShouldBe(["单一 客户经理"]);
    }

    [Theory]
    [InlineData("utf-8", true), InlineData("utf-8", false), InlineData("GB18030", false), InlineData("utf-16", true), InlineData("utf-16", false), InlineData("utf-16BE", true)]
    public void A_table_is_read_in_whatever_encoding_it_comes(string name, bool hasMark)
    {
        var encoding = CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        var text = encoding.GetBytes("工号;姓名;员工 邮箱\r\nX1;\"单;\"\"一\";𠮷@x.example\r\n;;\r\n");

        var file = ImportFile.Open(hasMark ? [.. encoding.GetPreamble(), .. text] : text);

        file.Columns.ShouldBe(["工号", "姓名", "员工 邮箱"]);
        file.Rows().ShouldBe([["X1", "单;\"一", "𠮷@x.example"]]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Two_imports_at_once_add_nobody_twice(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        var (first, second) = (await UploadedAsync(hr, $"{Headings}\n{Good}"), await UploadedAsync(hr, $"{Headings}\n{Good}"));
        foreach (var id in (Guid[])[first, second]) (await DoneAsync(server, hr, id, "check")).ShouldStartWith("checked: 2 new");
        var leasedUntilUtc = server.Clock.GetUtcNow().UtcDateTime.AddMinutes(1);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Applying).SetProperty(i => i.LeasedUntilUtc, leasedUntilUtc)));
        var jobs = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.AsNoTracking().ToListAsync());

        // As two processes would: both decide at the same time that the people are new.
        var run = server.Services.GetRequiredService<RunImport>();
        var ends = await Task.WhenAll(jobs.Select(job => Task.Run(async () =>
        {
            try
            {
                await run.RunAsync(job, CancellationToken.None);
                return "done";
            }
            catch (Exception e) when (WriteConflict.Is(e))
            {
                return "late";
            }
        })));

        ends.ShouldContain("done");
        server.Clock.Advance(TimeSpan.FromMinutes(2));
        string[] states = [await StateAsync(server, hr, first), await StateAsync(server, hr, second)];
        states.ShouldBe(["applied: 2 new, 0 changed, 0 unchanged, 0 rejected, 1 warned", "applied: 0 new, 0 changed, 2 unchanged, 0 rejected, 0 warned"], ignoreOrder: true, "whoever came late decides anew, and finds them there");
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.CountAsync(p => p.EmployeeNumber == "X1" || p.EmployeeNumber == "X2"))).ShouldBe(2);
    }

    [Fact]
    public void Headings_are_known_in_both_languages()
    {
        ImportHeadings.Suggest(["员工编号", "Full Name", "E-Mail", "Dept.", "直属上级（工号）", "Hire Date", "邮箱", "favourite colour"])
            .ShouldBe(new Dictionary<ImportField, string>
            {
                [ImportField.EmployeeNumber] = "员工编号", [ImportField.Name] = "Full Name", [ImportField.Email] = "E-Mail", [ImportField.Department] = "Dept.",
                [ImportField.Manager] = "直属上级（工号）", [ImportField.From] = "Hire Date",
            }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("2026-03-01"), InlineData("2026/3/1"), InlineData("20260301"), InlineData("2026年3月1日"), InlineData("46082"), InlineData("2026-03-01 00:00:00")]
    public void Days_are_read_as_people_write_them(string text) => ImportDays.Read(text).ShouldBe(new DateOnly(2026, 3, 1));

    [Fact]
    public async Task An_export_can_be_imported_again_and_shows_only_what_its_reader_may_see()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var (admin, head) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("liu.yang"));

        var workbook = await admin.GetByteArrayAsync("/api/people/export");
        var id = await UploadedAsync(admin, workbook);
        (await DoneAsync(server, admin, id, "check")).ShouldBe(string.Create(CultureInfo.InvariantCulture, $"checked: 0 new, 0 changed, {Features.Org.Demo.DemoPeople.Tech.Count} unchanged, 0 rejected, 0 warned"));
        Mappings[id]["dingTalkUnionId"].ShouldNotBeNull("who comes in by DingTalk is told by it");
        var moved = await UploadedAsync(admin, "工号,钉钉\nXK0006,ding-of-another-phone");
        (await DoneAsync(server, admin, moved, "check", "apply")).ShouldBe("applied: 0 new, 1 changed, 0 unchanged, 0 rejected, 0 warned");
        (await admin.GetFromJsonAsync<JsonObject>($"/api/people/imports/{moved}/rows"))!["items"]![0]!["changes"]!.AsArray().Select(c => (string)c!).ShouldBe(["dingTalkUnionId: ding-zhangwei → ding-of-another-phone"]);
        var found = await head.GetStringAsync("/api/people/export?format=csv&search=zhangwei");
        found.ShouldContain("ding-of-another-phone");
        found.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        found.ShouldContain("'+86 138 0000 1006");
        (await (await server.SignInAsync("zhang.wei")).GetAsync("/api/people/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action == "lists.export"))).ShouldBe(2);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_changes_and_shows_no_more_than_its_sender_may(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var (admin, manager) = (await server.SignInAsync("xu.nuo"), await server.SignInAsync("zhao.min"));
        const string File = "工号,手机,企业微信\nXK0006,13900000006,zhangwei\nXK0038,,liuyang\nXK0005,12,lina";
        var mine = await UploadedAsync(admin, File);
        Mappings[mine]["phone"].ShouldBeNull("the administrator sees no phone numbers");
        var withPhone = new JsonObject { ["employeeNumber"] = "工号", ["phone"] = "手机", ["weComUserId"] = "企业微信" };
        await (await admin.PostAsJsonAsync($"/api/people/imports/{mine}/check", new JsonObject { ["mapping"] = withPhone })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "imports.phone.forbidden");
        (await DoneAsync(server, admin, mine, "check")).ShouldBe("checked: 0 new, 0 changed, 2 unchanged, 1 rejected, 0 warned");
        var refused = (await admin.GetFromJsonAsync<JsonObject>($"/api/people/imports/{mine}/rows?outcome=error"))!["items"]![0]!;
        ((string)refused["employeeNumber"]!, (string)refused["errors"]![0]!).ShouldBe(("XK0038", "Expected the e-mail address and the ids of WeCom and DingTalk to stay, by which 冯雪 is signed in, because 冯雪 holds a role that allows more than you may do, but at least one changes."));

        var theirs = await UploadedAsync(manager, File);
        (await DoneAsync(server, manager, theirs, "check")).ShouldBe("checked: 0 new, 2 changed, 0 unchanged, 1 rejected, 0 warned");
        (await manager.GetStringAsync($"/api/people/imports/{theirs}/rows")).ShouldContain("13900000006");
        foreach (var path in new[] { "rows", "rejected?format=csv" })
        {
            var seen = await admin.GetStringAsync($"/api/people/imports/{theirs}/{path}");
            foreach (var number in new[] { "1390000", "138 0000", "'12'", ",12," }) seen.ShouldNotContain(number);
        }

        (await admin.GetFromJsonAsync<JsonObject>("/api/people/imports"))!["items"]!.AsArray().Select(i => $"{i!["id"]} {i["state"]} {i["uploadedBy"]} {i["rejected"]}").ShouldBe([$"{theirs} checked 赵敏 1", $"{mine} checked 许诺 1"], "a page that is loaded anew loses nothing");
        await (await admin.PostAsJsonAsync($"/api/people/imports/{theirs}/apply", new { })).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "imports.phone.forbidden");
        // Checked by somebody who may more, a file is decided about anew for whoever applies it.
        var ids = await UploadedAsync(manager, "工号,企业微信\nXK0038,liuyang");
        (await DoneAsync(server, manager, ids, "check")).ShouldBe("checked: 0 new, 1 changed, 0 unchanged, 0 rejected, 0 warned");
        (await DoneAsync(server, admin, ids, "apply")).ShouldBe("refused: 0 new, 0 changed, 0 unchanged, 1 rejected, 0 warned");
    }

    [Fact]
    public async Task What_is_no_table_is_refused_with_a_sentence()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var hr = await server.SignInAsync("xu.nuo");

        foreach (var bytes in new byte[][] { [0xD0, 0xCF, 0x11, 0xE0, 0xA1], [.. "PK\u0003\u0004"u8, 1, 2, 3], [1, 2, 0, 0, 5], [.. "a,a\n1,2"u8], [.. "\n\n"u8] })
            await (await UploadAsync(hr, bytes)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "imports.file.invalid");
        var id = await UploadedAsync(hr, $"{Headings}\n{Good}");
        await (await hr.PostAsJsonAsync($"/api/people/imports/{id}/apply", new { })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "imports.unchecked");
        await (await hr.PostAsJsonAsync($"/api/people/imports/{id}/check", new { mapping = new { shoeSize = "工号" } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "imports.mapping.invalid");
        await (await hr.PostAsJsonAsync($"/api/people/imports/{id}/check", new { mapping = new { name = "姓名" } })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "imports.mapping.invalid");
        await (await hr.GetAsync($"/api/people/imports/{Guid.NewGuid()}")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "imports.unknown");
        (await (await server.SignInAsync("jia.ling")).GetAsync($"/api/people/imports/{id}")).StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.Forbidden);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_import_that_a_dead_server_left_half_done_is_finished_by_the_next(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        var id = await UploadedAsync(hr, $"{Headings}\n{Good}");
        await DoneAsync(server, hr, id, "check");
        // As a killed process leaves it: being applied, leased, nothing written.
        var leasedUntilUtc = server.Clock.GetUtcNow().UtcDateTime.AddMinutes(1);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.Where(i => i.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(i => i.State, ImportState.Applying).SetProperty(i => i.Progress, 40).SetProperty(i => i.LeasedUntilUtc, leasedUntilUtc)));

        (await StateAsync(server, hr, id)).ShouldStartWith("applying", Case.Sensitive, "somebody may still be at it");
        (await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports/{id}"))!["progress"]!.GetValue<int>().ShouldBe(40);
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        (await StateAsync(server, hr, id)).ShouldBe("applied: 2 new, 0 changed, 0 unchanged, 0 rejected, 1 warned");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_import_that_is_broken_off_goes_on_behind_what_was_decided(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("xu.nuo");
        var rows = (DecidedRows.RowsInChunk * 2) + 10;
        var file = new StringBuilder(Headings);
        for (var n = 0; n < rows; n++) file.Append(CultureInfo.InvariantCulture, $"\nZ{n},张{n},z{n}@x.example,,上海分公司,销售部,新职位,{(n == 0 ? "XK0005" : $"Z{n - 1}")},2026-01-05,");
        var id = await UploadedAsync(hr, file.ToString());
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.Where(i => i.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(i => i.State, ImportState.Applying).SetProperty(i => i.Mapping, Mapping(Mappings[id])).SetProperty(i => i.LeasedUntilUtc, server.Clock.GetUtcNow().UtcDateTime.AddMinutes(1))));
        var job = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().PeopleImports.AsNoTracking().SingleAsync(i => i.Id == id));

        await CutAsync(server, job);
        var chunk = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().ImportChunks.AsNoTracking().SingleAsync(c => c.ImportId == id && c.Number == 0));
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().People.CountAsync(p => p.EmployeeNumber.StartsWith("Z1")))).ShouldBe(0, "all or nothing");
        // Were the first part decided anew, nobody would be called like this.
        var decided = DecidedRows.Read(chunk.Rows);
        decided[7] = decided[7] with { Name = "断点" };
        var altered = DecidedRows.Write(decided);
        await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().ImportChunks.Where(c => c.ImportId == id && c.Number == 0).ExecuteUpdateAsync(set => set.SetProperty(c => c.Rows, altered)));
        server.Clock.Advance(TimeSpan.FromMinutes(2));

        (await StateAsync(server, hr, id)).ShouldBe($"applied: {rows} new, 0 changed, 0 unchanged, 0 rejected, {rows} warned");
        (await FoundAsync(hr, "Z7 断")).ShouldBe(["断点 新职位"]);
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().ImportChunks.CountAsync())).ShouldBe(0, "no personal data is kept for nothing");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Fields_of_the_companys_own_come_and_go_with_a_file(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var hr = await server.SignInAsync("zhao.min");
        var options = new[] { new { value = "S", labelZh = "小号", labelEn = "Small" }, new { value = "M", labelZh = "中号", labelEn = "Medium" } };
        await CustomFieldTests.AddAsync(hr, "person", new { key = "sizes", kind = "choice", labelZh = "尺码", labelEn = "Sizes", isSearchable = true, rules = new { isMultiple = true, options } });
        await CustomFieldTests.AddAsync(hr, "person", new { key = "allowance", kind = "money", labelZh = "补贴标准", labelEn = "Allowance", seenAs = "pay", rules = new { max = 500000 } });
        await CustomFieldTests.AddAsync(hr, "person", new { key = "mentor", kind = "person", labelZh = "导师", labelEn = "Mentor" });
        await CustomFieldTests.AddAsync(hr, "person", new { key = "card", kind = "text", labelZh = "卡号", labelEn = "Card", isUnique = true });
        const string more = "工号,姓名,邮箱,分公司,部门,职位,入职日期,尺码,custom.allowance,Mentor,卡号";
        string Row(string number, string cells) => $"{number},新人{number},{number}@x.example,上海分公司,销售部,客户经理,2026-01-05,{cells}";

        var bad = await UploadedAsync(hr, $"{more}\n{Row("Y1", "XL,1.005,NOBODY,A")}\n{Row("Y2", "小号,9999,,A")}");
        (await DoneAsync(server, hr, bad, "check")).ShouldBe("checked: 0 new, 0 changed, 0 unchanged, 2 rejected, 0 warned");
        var errors = (await hr.GetFromJsonAsync<JsonObject>($"/api/people/imports/{bad}/rows?outcome=error"))!["items"]!.AsArray().Select(r => string.Join(' ', r!["errors"]!.AsArray())).ToList();
        errors[0].ShouldContain("Expected 'custom.sizes' (尺码 Sizes) to be each to be one of S, M, but it is a list.");
        errors[0].ShouldContain("Expected 'custom.allowance' (补贴标准 Allowance) to be an amount {amountMinor, currency} in minor units, but it is something else.");
        errors[0].ShouldContain("Expected 'custom.mentor' (导师 Mentor) to be the id of a person, but it is 'NOBODY'.");
        errors[1].ShouldContain("to be an amount of 500000 or less in minor units, but it is something else.");

        var good = await UploadedAsync(hr, $"{more}\n{Row("Y1", "\"小号、M\",1234.5,Y2,A")}\n{Row("Y2", ",￥12,XK0005,B")}");
        (await DoneAsync(server, hr, good, "check", "apply")).ShouldBe("applied: 2 new, 0 changed, 0 unchanged, 0 rejected, 0 warned");
        (await FoundAsync(hr, "zhonghao")).ShouldBe(["新人Y1 客户经理"]);
        (await FoundAsync(hr, "Y1 small")).Count.ShouldBe(1);
        var again = await UploadedAsync(hr, $"{more}\n{Row("Y1", "中号,1234.5,Y2,A")}\n{Row("Y2", ",12.00 CNY,XK0005,B")}");
        (await DoneAsync(server, hr, again, "check", "apply")).ShouldBe("applied: 0 new, 1 changed, 1 unchanged, 0 rejected, 0 warned");
        (await FoundAsync(hr, "xiaohao")).ShouldBeEmpty();

        var file = await hr.GetStringAsync("/api/people/export?format=csv&search=Y1");
        file.ShouldContain("尺码,补贴标准,导师,卡号");
        file.ShouldContain("中号,1234.50 CNY,Y2,A");
        var less = await (await server.SignInAsync("liu.yang")).GetStringAsync("/api/people/export?format=csv&search=Y1");
        less.ShouldContain("中号,Y2,A", Case.Sensitive, "the HR specialist sees no pay, not even its column");
        less.ShouldNotContain("补贴标准");
        var whole = await UploadedAsync(hr, await hr.GetByteArrayAsync("/api/people/export"));
        (await DoneAsync(server, hr, whole, "check")).ShouldContain("0 new, 0 changed");
        await (await (await server.SignInAsync("xu.nuo")).PostAsJsonAsync($"/api/people/imports/{whole}/check", new JsonObject { ["mapping"] = Mappings[whole].DeepClone() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "imports.mapping.invalid");
    }

    [Fact]
    public async Task A_program_is_no_table()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, adjust: builder => builder.Services.AddSingleton<IUploadScan, FindsEicar>());
        var hr = await server.SignInAsync("xu.nuo");
        var field = await CustomFieldTests.AddAsync(hr, "person", new { key = "photo", kind = "attachment", labelZh = "照片", labelEn = "Photo" });

        // A scanner is asked whatever is kept, and what it says is read by whoever sent the file.
        var found = await (await UploadAsync(hr, Encoding.UTF8.GetBytes($"{Headings}\nEICAR"))).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "imports.file.content");
        ((string)found["detail"]!).ShouldBe("Expected people.csv to be clean, but it holds a virus.");
        using var form = new MultipartFormDataContent { { new ByteArrayContent("EICAR"u8.ToArray()), "file", "a.txt" } };
        await (await hr.PostAsync($"/api/custom-fields/{field}/files", form)).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "custom-fields.file.content");
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().CustomFiles.CountAsync())).ShouldBe(0);
        await (await UploadAsync(hr, [.. "MZ"u8, 0x90, 0x00, 0x03, 0x00])).ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "imports.file.content");

        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Set<PeopleImport>().CountAsync())).ShouldBe(0);
    }

    private sealed class FindsEicar : IUploadScan
    {
        public Task<string?> WhyNotAsync(ReadOnlyMemory<byte> content, string fileName, CancellationToken ct) =>
            Task.FromResult(content.Span.IndexOf("EICAR"u8) < 0 ? null : $"Expected {fileName} to be clean, but it holds a virus.");
    }

    private static Task<Guid> UploadedAsync(HttpClient client, string text) => UploadedAsync(client, Encoding.UTF8.GetBytes(text));

    private static async Task<Guid> UploadedAsync(HttpClient client, byte[] bytes)
    {
        var answer = await UploadAsync(client, bytes);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        var uploaded = (await answer.Content.ReadFromJsonAsync<JsonObject>())!;
        var id = uploaded["id"]!.GetValue<Guid>();
        Mappings[id] = uploaded["mapping"]!.DeepClone();
        return id;
    }

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, JsonNode> Mappings = new();

    private static string Mapping(JsonNode named) => named.ToJsonString();

    // Breaks an import off as soon as its first part is decided, as if the server were stopped there.
    private static async Task CutAsync(HrBpmServer server, PeopleImport job)
    {
        using var cut = new CancellationTokenSource();
        var run = Task.Run(() => server.Services.GetRequiredService<RunImport>().RunAsync(job, cut.Token));
        while (server.Services.GetRequiredService<ImportProgress>().Of(job.Id) is null or 0 && !run.IsCompleted) await Task.Yield();
        await cut.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => run);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, byte[] bytes)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(bytes), "file", "people.csv" } };
        return await client.PostAsync("/api/people/imports", form);
    }

    private static async Task<string> DoneAsync(HrBpmServer server, HttpClient client, Guid id, params string[] steps)
    {
        foreach (var step in steps)
        {
            var answer = await client.PostAsJsonAsync($"/api/people/imports/{id}/{step}", step == "check" ? new JsonObject { ["mapping"] = Mappings[id].DeepClone() } : []);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
            await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(CancellationToken.None);
        }

        return await StateAsync(server, client, id);
    }

    private static async Task<string> StateAsync(HrBpmServer server, HttpClient client, Guid id)
    {
        await server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(CancellationToken.None);
        var i = (await client.GetFromJsonAsync<JsonObject>($"/api/people/imports/{id}"))!;
        return $"{i["state"]}: {i["new"]} new, {i["changed"]} changed, {i["unchanged"]} unchanged, {i["rejected"]} rejected, {i["warned"]} warned";
    }

    private static async Task<List<string>> FoundAsync(HttpClient client, string text) =>
        [.. (await client.GetFromJsonAsync<JsonObject>($"/api/people?search={Uri.EscapeDataString(text)}"))!["items"]!.AsArray().Select(p => $"{p!["name"]} {p["position"]}")];
}
