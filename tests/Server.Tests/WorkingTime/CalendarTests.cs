using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.WorkingTime;
using HrBpm.Server.Tests.Inbox;
using HrBpm.Server.Tests.Roles;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.WorkingTime;

/// <summary>Working calendars of the company and its branches, shifts, and what is due when.</summary>
public sealed class CalendarTests(OneServer servers) : IClassFixture<OneServer>
{
    private static readonly Guid Shanghai = DemoIds.Of("branch:星河科技/上海分公司"), London = OneServer.London;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_company_takes_public_holidays_and_a_branch_goes_its_own_way(TestDatabase database)
    {
        var hr = await servers.AsAsync("xu.nuo", database);
        (await DueAsync(hr, "from=2026-11-27T17:00&duration=4wh")).ShouldBe("2026-11-30T12:00 Asia/Shanghai", "nobody has said anything: Monday to Friday, 9 to 12 and 13 to 18");

        // The demo group comes with the holidays of 2026.
        (await DueAsync(hr, "from=2026-09-30T17:00&duration=4wh")).ShouldBe("2026-10-08T12:00 Asia/Shanghai");
        (await DueAsync(hr, "from=2026-10-09T17:00&duration=1wd")).ShouldBe("2026-10-10T18:00 Asia/Shanghai", "a Saturday that makes up for the holiday");
        (await DueAsync(hr, $"from=2026-09-30T17:00&duration=4wh&branchId={Shanghai}")).ShouldBe("2026-10-08T12:00 Asia/Shanghai", "the company's days hold for a branch that says nothing");
        (await DueAsync(hr, $"from=2026-09-30T17:00&duration=4wh&branchId={London}")).ShouldBe("2026-10-01T12:00 Europe/London", "its branch abroad has none of them");
        (await hr.GetStringAsync("/api/calendar")).ShouldNotContain("2027-01-01");
        await OkAsync(hr.PostAsJsonAsync("/api/calendar/statutory", new { country = "CN", year = 2027 }));
        (await hr.GetStringAsync("/api/calendar")).ShouldContain("2027-01-01");

        await OkAsync(hr.PutAsJsonAsync($"/api/calendar?branchId={London}", new { calendar = new { week = Week("09:00-17:00"), days = Array.Empty<object>(), inheritsDays = false }, edition = 1 }));
        await OkAsync(UploadAsync(hr, $"?branchId={London}", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261227\r\nSUMMARY:Christmas\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"u8.ToArray()));
        (await hr.GetStringAsync($"/api/calendar/editions?branchId={London}")).ShouldContain("\"inheritsDays\":false");
        (await DueAsync(hr, $"from=2026-09-30T16:00&duration=4wh&branchId={London}")).ShouldBe("2026-10-01T12:00 Europe/London");
        (await DueAsync(hr, $"from=2026-12-24T16:00&duration=2wh&branchId={London}")).ShouldBe("2026-12-28T10:00 Europe/London");
        (await DueAsync(hr, "from=2026-12-24T17:00&duration=2wh")).ShouldBe("2026-12-25T10:00 Asia/Shanghai");

        var shown = (await hr.GetFromJsonAsync<JsonObject>($"/api/calendar?branchId={London}"))!;
        shown["edition"]!.GetValue<int>().ShouldBe(3);
        shown["effective"]!["days"]!.AsArray().Select(d => (string)d!["date"]!).ShouldBe(["2026-12-25", "2026-12-26"]);
        var history = (await hr.GetFromJsonAsync<JsonObject>($"/api/calendar/editions?branchId={London}"))!["items"]!.AsArray();
        history.Select(e => $"{e!["number"]} {e["madeBy"]} {e["days"]}").ShouldBe(["3 许诺 2", "2 许诺 0", "1 林峰 0"]);
        var audited = await (await servers.OnAsync(database)).InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action == "calendar.change" && (e.Subject == $"calendar:{London:D}" || e.Subject == $"calendar:{OneServer.Tech:D}")));
        audited.ShouldBe(3);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_person_works_a_night_shift_that_counts_more_than_the_departments(TestDatabase database)
    {
        var hr = await servers.AsAsync("xu.nuo", database);
        var late = await OkAsync(hr.PostAsJsonAsync("/api/shifts", new { name = "中班", hours = "14:00-22:00", breaks = new[] { "18:00-18:30" } }));
        var night = await OkAsync(hr.PostAsJsonAsync("/api/shifts", new { name = "夜班", hours = "22:00-06:00", breaks = new[] { "02:00-02:30" } }));
        await OkAsync(hr.PostAsJsonAsync("/api/shift-assignments", new { shiftId = late, departmentId = DemoIds.Of("department:星河科技/销售部"), from = "2026-11-01" }));
        var own = await OkAsync(hr.PostAsJsonAsync("/api/shift-assignments", new { shiftId = night, personId = DemoIds.Of("zhang.wei"), from = "2026-11-01", onDays = new[] { "monday", "tuesday", "wednesday", "thursday", "friday" } }));

        (await DueAsync(hr, $"from=2026-11-05T17:30&duration=1wh&personId={DemoIds.Of("li.na")}")).ShouldBe("2026-11-05T19:00 Asia/Shanghai", "the department's shift, and its break");
        (await DueAsync(hr, $"from=2026-11-05T23:00&duration=6wh&personId={DemoIds.Of("zhang.wei")}")).ShouldBe("2026-11-06T05:30 Asia/Shanghai", "over midnight");
        (await DueAsync(hr, $"from=2026-11-06T05:00&duration=2wh&personId={DemoIds.Of("zhang.wei")}")).ShouldBe("2026-11-06T23:00 Asia/Shanghai");
        (await DueAsync(hr, $"from=2026-11-05T23:00&duration=1wd&personId={DemoIds.Of("zhang.wei")}")).ShouldBe("2026-11-07T06:00 Asia/Shanghai", "Friday's shift ends on Saturday");

        await (await hr.PostAsJsonAsync("/api/shift-assignments", new { shiftId = late, personId = DemoIds.Of("zhang.wei"), from = "2026-12-01" })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "shifts.overlap");
        await OkAsync(hr.PostAsJsonAsync($"/api/shift-assignments/{own}/end", new { lastDay = "2026-11-30" }));
        await OkAsync(hr.PostAsJsonAsync("/api/shift-assignments", new { shiftId = late, personId = DemoIds.Of("zhang.wei"), from = "2026-12-01" }));
        var day = (await hr.GetFromJsonAsync<JsonArray>($"/api/calendar/days?from=2026-11-30&until=2026-12-01&personId={DemoIds.Of("zhang.wei")}"))!;
        day.Select(d => $"{d!["date"]} {string.Join(" ", d["hours"]!.AsArray())} {d["minutes"]}").ShouldBe(["2026-11-30 22:00-02:00 02:30-06:00 450", "2026-12-01 14:00-18:00 18:30-22:00 450"]);
        var listed = (await hr.GetFromJsonAsync<JsonObject>("/api/shift-assignments?on=2026-12-02"))!["items"]!.AsArray();
        listed.Select(a => $"{a!["shift"]} {a["person"]}{a["department"]}").ShouldBe(["中班 张伟", "中班 销售部"]);
        var colleague = (await (await servers.AsAsync("he.jing", database)).GetFromJsonAsync<JsonObject>("/api/shift-assignments"))!["items"]!.AsArray();
        colleague.ShouldAllBe(a => a!["person"] == null, "shifts of people are for those who may see the people");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_task_is_due_on_the_calendar_of_whoever_has_it_and_stays_due_then(TestDatabase database)
    {
        await using var leave = await InboxSituation.StartAsync(database, new JsonObject { ["dueIn"] = null, ["dueInWorking"] = "3wd" });
        var before = (await leave.ListAsync("li.na")).Single();
        var opened = before["openedUtc"]!.GetValue<DateTime>();
        var expected = await leave.Server.InScopeAsync(async s => (await s.GetRequiredService<IWorkSchedules>().OfAsync(DemoIds.Of("li.na"), default))!.After(opened, WorkingDuration.OfDays(3)));
        before["dueUtc"]!.GetValue<DateTime>().ShouldBe(expected!.Value);

        var off = Enumerable.Range(0, 30).Select(n => new { date = DateOnly.FromDateTime(opened).AddDays(n).ToString("O", CultureInfo.InvariantCulture), kind = "off", name = "停工" });
        await OkAsync((await leave.AsAsync("xu.nuo")).PutAsJsonAsync("/api/calendar", new { calendar = new { week = (object?)null, days = off, inheritsDays = true }, edition = 1 }));

        (await leave.ListAsync("li.na")).Single()["dueUtc"]!.GetValue<DateTime>().ShouldBe(expected.Value);
        await leave.StartFlowAsync("zhang.wei");
        (await leave.ListAsync("li.na")).Max(t => t["dueUtc"]!.GetValue<DateTime>()).ShouldBeGreaterThan(opened.AddDays(30));
    }

    [Fact]
    public async Task A_calendar_comes_from_a_file_of_any_kind()
    {
        var admin = await servers.AsAsync("kang.ning");
        await OkAsync(admin.PutAsJsonAsync("/api/calendar", new { calendar = new { week = (object?)null, days = Array.Empty<object>(), inheritsDays = true }, edition = 1 }));
        await OkAsync(UploadAsync(admin, "", Encoding.UTF8.GetBytes("""[{"date":"2026-05-01","kind":"off","name":"劳动节"},{"date":"2026-05-09","kind":"work","name":"调休","hours":["09:00-12:00"]}]""")));
        (await DaysAsync(admin)).ShouldBe("2026-05-01 off 劳动节, 2026-05-09 work 调休 09:00-12:00");

        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        await OkAsync(UploadAsync(admin, "?mode=merge", Encoding.GetEncoding("GB18030").GetBytes("日期,类型,名称,时间\n2026/5/9,班,劳动节补班,09:00-12:00;13:00-15:00\n2027-01-01,休,元旦,\n")));
        (await DaysAsync(admin)).ShouldBe("2026-05-01 off 劳动节, 2026-05-09 work 劳动节补班 09:00-12:00 13:00-15:00, 2027-01-01 off 元旦");

        await OkAsync(UploadAsync(admin, "?mode=replaceYears", Encoding.UTF8.GetBytes("""
            BEGIN:VCALENDAR
            VERSION:2.0
            PRODID:-//Apple Inc.//CN
            BEGIN:VEVENT
            UID:a
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20261001
            DTEND;VALUE=DATE:20261003
            SUMMARY:国庆节（休）
            END:VEVENT
            BEGIN:VEVENT
            UID:b
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20261010
            SUMMARY:国庆节（班）
            END:VEVENT
            BEGIN:VEVENT
            UID:c
            DTSTAMP:20260101T000000Z
            DTSTART;VALUE=DATE:20260920
            X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY
            SUMMARY:国庆
            END:VEVENT
            END:VCALENDAR
            """.ReplaceLineEndings("\r\n"))));
        (await DaysAsync(admin)).ShouldBe("2026-09-20 work 国庆, 2026-10-01 off 国庆节（休）, 2026-10-02 off 国庆节（休）, 2026-10-10 work 国庆节（班）, 2027-01-01 off 元旦");

        foreach (var (file, because) in new[]
        {
            ("", "Expected a file of 1 to"), ("""{"days":[{"date":"2026-13-01","kind":"off","name":"x"}]}""", "Expected 'days[0].date'"), ("""[{"date":"2026-01-01","kind":"maybe","name":"x"}]""", "Expected"),
            ("日期,名称\n2026-01-01,元旦", "Expected the columns"), ("日期,类型,名称\n2026-02-30,休,元旦", "Expected a date such as"), ("日期,类型,名称\n2026-02-03,假,元旦", "Expected 休 or 班"),
            ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:nonsense", "Expected"), ("""[{"date":"2026-01-01","kind":"off","name":"x"},{"date":"2026-01-01","kind":"off","name":"y"}]""", "Expected each day once"),
            ("""{"week":{"mon":["09:00-12:00"]},"days":[]}""", "Expected days of the week"), ("""{"week":{"monday":["12:00-13:00","09:00-12:30"]},"days":[]}""", "Expected the hours of monday one after the other"),
        })
        {
            var answer = await UploadAsync(admin, "", Encoding.UTF8.GetBytes(file));
            answer.StatusCode.ShouldBeOneOf([HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge], file);
            ((string)(await answer.Content.ReadFromJsonAsync<JsonObject>())!["detail"]!).ShouldStartWith(because, customMessage: file);
        }

        (await DaysAsync(admin)).ShouldEndWith("2027-01-01 off 元旦", Case.Sensitive, "nothing of it was taken");
    }

    [Fact]
    public async Task Two_changes_at_once_do_not_undo_each_other_and_what_is_unknown_is_said_so()
    {
        var hr = await servers.AsAsync("xu.nuo");
        var calendar = new { week = (object?)null, days = Array.Empty<object>(), inheritsDays = true };
        await OkAsync(hr.PutAsJsonAsync($"/api/calendar?branchId={Shanghai}", new { calendar, edition = 0 }));

        await (await hr.PutAsJsonAsync($"/api/calendar?branchId={Shanghai}", new { calendar, edition = 0 })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "calendar.changed");
        await (await hr.PutAsJsonAsync($"/api/calendar?branchId={Guid.NewGuid()}", new { calendar, edition = 0 })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "branches.unknown");
        await (await hr.PostAsJsonAsync("/api/calendar/statutory", new { country = "CN", year = 1999 })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "calendar.statutory.unknown");
        await (await hr.PostAsJsonAsync("/api/shifts", new { name = "坏", hours = "9-18", breaks = Array.Empty<string>() })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "shifts.hours.invalid");
        await (await hr.GetAsync("/api/calendar/preview?from=2026-11-27&duration=4wh")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "calendar.from.invalid");
        await (await hr.GetAsync("/api/calendar/preview?from=2026-11-27T17:00&duration=4h")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "calendar.duration.invalid");
        await (await hr.GetAsync("/api/calendar/days?from=2026-01-01&until=2030-01-01")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "calendar.days.invalid");
    }

    [Fact]
    public void The_holidays_of_2026_are_those_of_the_notice()
    {
        var days = StatutoryCalendars.All.Single(s => s.Year == 2026);

        days.IsPreliminary.ShouldBeFalse();
        days.Days.Where(d => d.Kind == SpecialDayKind.Off).GroupBy(d => d.Name).Select(g => $"{g.Key} {g.Min(d => d.Date):MMdd}-{g.Max(d => d.Date):MMdd} {g.Count()}")
            .ShouldBe(["元旦 0101-0103 3", "春节 0215-0223 9", "清明节 0404-0406 3", "劳动节 0501-0505 5", "端午节 0619-0621 3", "中秋节 0925-0927 3", "国庆节 1001-1007 7"]);
        days.Days.Where(d => d.Kind == SpecialDayKind.Work).Select(d => $"{d.Date:MMdd} {d.Date.DayOfWeek}")
            .ShouldBe(["0104 Sunday", "0214 Saturday", "0228 Saturday", "0509 Saturday", "0920 Sunday", "1010 Saturday"]);
    }

    [Fact]
    public void The_holidays_of_2027_are_those_of_the_law_until_the_notice_comes()
    {
        var days = StatutoryCalendars.All.Single(s => s.Year == 2027);
        var moon = new ChineseLunisolarCalendar();

        days.IsPreliminary.ShouldBeTrue();
        days.Days.Count.ShouldBe(13, "全国年节及纪念日放假办法 of 2024");
        days.Days.Where(d => d.Name == "春节").Select(d => Lunar(moon, d.Date)).ShouldBe(["12-29", "1-1", "1-2", "1-3"], "the eve is the last day of the twelfth month");
        Lunar(moon, days.Days.Single(d => d.Name == "端午节").Date).ShouldBe("5-5");
        Lunar(moon, days.Days.Single(d => d.Name == "中秋节").Date).ShouldBe("8-15");
    }

    private static string Lunar(ChineseLunisolarCalendar moon, DateOnly day)
    {
        var at = day.ToDateTime(default);
        var (month, leap) = (moon.GetMonth(at), moon.GetLeapMonth(moon.GetYear(at)));
        return string.Create(CultureInfo.InvariantCulture, $"{(leap > 0 && month >= leap ? month - 1 : month)}-{moon.GetDayOfMonth(at)}");
    }

    private static Dictionary<string, string[]> Week(string hours) => new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(day => day, _ => new[] { hours });

    private static async Task<string> DueAsync(HttpClient client, string query)
    {
        var answer = (await client.GetFromJsonAsync<JsonObject>($"/api/calendar/preview?{query}"))!;
        return $"{answer["dueLocal"]} {answer["timeZoneId"]}";
    }

    private static async Task<string> DaysAsync(HttpClient client) => string.Join(", ",
        (await client.GetFromJsonAsync<JsonObject>("/api/calendar"))!["own"]!["days"]!.AsArray().Select(d => $"{d!["date"]} {d["kind"]} {d["name"]} {string.Join(" ", d["hours"]?.AsArray() ?? [])}".TrimEnd()));

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient client, string query, byte[] file)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file) { Headers = { ContentType = new("application/octet-stream") } }, "file", "calendar" } };
        return await client.PostAsync("/api/calendar/import" + query, form);
    }

    private static async Task<Guid> OkAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!["id"]!.GetValue<Guid>();
    }
}
