using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Features.WorkingTime;
using HrBpm.Server.Platform.Exports;
using HrBpm.Server.Tests.Roles;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;

namespace HrBpm.Server.Tests.Platform;

/// <summary>Every list can be had as a file, with what its reader may see.</summary>
public sealed class ExportTests(OneServer servers) : IClassFixture<OneServer>
{
    // Answers with a list inside that are no list of business rows, and why they are no file.
    private static readonly Dictionary<string, string> NoExport = new()
    {
        ["/api/definitions/{definitionId}/variant"] = "A flow with its changes, not a list.",
        ["/api/definitions/{definitionId}/variant/upgrade"] = "What is to be decided, not a list.",
        ["/api/dry-runs/people"] = "Whom one rule finds.",
        ["/api/dry-runs/person"] = "One person.",
        ["/api/me"] = "Who one is, not a list.",
        ["/api/sign-in/offers"] = "Buttons of the sign-in page.",
        ["/api/sign-in-names"] = "Settings of a company.",
        ["/api/identity-providers"] = "Settings of a company.",
        ["/api/custom-fields"] = "Definitions, whose rules are no cells.",
        ["/api/keys"] = "How far a change of keys has come.",
        ["/api/backups"] = "Files themselves.",
        ["/api/retention"] = "Settings of a company.",
        ["/api/retention/due"] = "What is to be decided today.",
        ["/api/people/{personId}/erasure"] = "What is held of one person.",
        ["/api/me/data"] = "Is a file itself.",
        ["/api/people/{personId}"] = "One person.",
        ["/api/definitions/{definitionId}/versions"] = "The versions of one definition, which are exported themselves.",
        ["/api/definitions/{definitionId}/open"] = "Who is there at this moment.",
        ["/api/inbox-views"] = "Settings of one person.",
        ["/api/org"] = "The tree; its branches, departments and positions are lists of their own.",
        ["/api/people/imports/{importId}/rows"] = "The report of an import; its rejected rows are a file of their own.",
        ["/api/audit/entries/{entryId}/proof"] = "The path of a proof.",
        ["/api/calendar"] = "One calendar; its days are a list of their own.",
        ["/api/calendar/statutory"] = "What the product itself brings along.",
        ["/api/instances/{id}"] = "One instance.",
        ["/api/offboarding/board"] = "A view of the cases, which are a list of their own.",
        ["/api/flows/{instanceId}"] = "One flow.",
        ["/api/flows/{instanceId}/mentionable"] = "What a menu offers.",
        ["/api/dashboard"] = "Figures; the lists behind them are lists of their own.",
        ["/api/start"] = "Cards of a page.",
        ["/api/gallery"] = "Cards of a page.",
        ["/api/start/{definitionId}"] = "One card.",
        ["/api/definitions/{definitionId}/scenarios"] = "What the designer shows beside a flow.",
        ["/api/start-drafts"] = "What is half written.",
        ["/api/offboarding/{id}"] = "One case.",
        ["/api/offboarding/{id}/timeline"] = "The story of one case; its evidence is a bundle of its own.",
        ["/api/payroll/statements/{id}"] = "One statement.",
        ["/api/tasks/{taskId}"] = "One task.",
        ["/api/task-links/{token}"] = "One task.",
        ["/api/signatures/{signatureId}"] = "One signature.",
        ["/api/sandbox/faults"] = "State of the stand-ins, not of the company.",
        ["/api/sandbox/effects"] = "State of the stand-ins, not of the company.",
    };

    [Fact]
    public async Task Every_list_has_an_export_or_a_reason_why_not()
    {
        var document = JsonNode.Parse(await (await servers.OnAsync()).Client().GetStringAsync("/openapi/v1.json"))!.AsObject();
        var paths = document["paths"]!.AsObject();
        // Elsa's API speaks Elsa's protocol, which has exports of its own for definitions and instances.
        var lists = paths.Where(p => p.Value!["get"] is not null && !p.Key.StartsWith("/elsa/", StringComparison.Ordinal) && HoldsList(document, p.Value["get"]!)).Select(p => p.Key).ToList();

        lists.Where(path => !paths.ContainsKey(path + "/export") && !NoExport.ContainsKey(path)).ShouldBeEmpty("each of these needs .Exports<Row>(name) on its route, or a reason here");
        NoExport.Keys.Where(path => paths.ContainsKey(path + "/export") || !paths.ContainsKey(path)).ShouldBeEmpty("these have an export, or are gone");
        lists.Count(path => paths.ContainsKey(path + "/export")).ShouldBeGreaterThanOrEqualTo(24);
    }

    [Fact]
    public async Task Every_field_of_every_list_has_a_heading_in_both_languages_or_is_left_out_on_purpose()
    {
        var exports = (await servers.OnAsync()).Services.GetRequiredService<EndpointDataSource>().Endpoints.Select(e => e.Metadata.GetMetadata<ExportOf>()).OfType<ExportOf>().Select(e => e.List).Distinct().ToList();

        foreach (var list in exports)
        {
            var columns = ListColumns.Of(list.Name, list.Row);
            columns.ShouldNotBeEmpty(list.Name);
            columns.Select(c => c.Chinese).ShouldBeUnique(list.Name);
            columns.Select(c => c.English).ShouldBeUnique(list.Name);
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_export_holds_the_rows_of_its_list_cell_by_cell(TestDatabase database)
    {
        var reader = await servers.AsAsync("zhao.min", database);
        var exports = (await servers.OnAsync(database)).Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<ExportOf>() is not null).ToLookup(e => "/" + e.RoutePattern.RawText!.TrimStart('/'), e => e.Metadata.GetMetadata<ExportOf>()!.List);
        var (wrong, filled) = (new List<string>(), 0);
        foreach (var list in new[] { "/api/tasks", "/api/tasks?list=done", "/api/task-copies", "/api/mentions", "/api/started", "/api/away-delegations", "/api/offboarding", "/api/instances", "/api/incidents", "/api/roles", "/api/role-grants", "/api/me/sessions", "/api/me/viewers",
            "/api/two-person-requests?all=true", "/api/payroll/statements", "/api/audit/entries?subject=company:" + OneServer.Tech.ToString("D"), "/api/org/branches", "/api/org/departments", "/api/org/positions", "/api/shifts", "/api/shift-assignments",
            "/api/assets", "/api/removals", "/api/accounts", "/api/people/imports", "/api/calendar/editions", "/api/calendar/days?from=2026-01-01&until=2026-12-31" })
        {
            var answer = (await reader.GetFromJsonAsync<JsonNode>(list))!;
            var rows = answer as JsonArray ?? answer["items"]!.AsArray();
            // Of a list that has pages, the file holds all of them.
            var count = (int?)(answer as JsonObject)?["total"] ?? rows.Count;
            var parts = list.Split('?');
            using var file = await reader.GetAsync($"{parts[0]}/export?format=csv{(parts.Length > 1 ? "&" + parts[1] : "")}");
            if (file.StatusCode != HttpStatusCode.OK || file.Content.Headers.ContentType?.MediaType != "text/csv") wrong.Add($"{list}: {(int)file.StatusCode}");
            var written = ImportFile.Open(await file.Content.ReadAsByteArrayAsync()).Rows().ToList();
            if (written.Count != count) wrong.Add($"{list}: {count} rows in the list, {written.Count} in the file");
            if (count > 0) filled++;
            wrong.AddRange(Differences(exports[parts[0] + "/export"].First(), rows, written).Select(difference => $"{list}: {difference}"));
        }

        wrong.ShouldBeEmpty();
        filled.ShouldBeGreaterThanOrEqualTo(12, "lists with rows to compare");
    }

    // Texts, numbers and days stand in the file as in the answer; words, moments and what is within another thing are said in the reader's language.
    private static IEnumerable<string> Differences(ExportedList list, JsonArray rows, List<string[]> written)
    {
        var columns = ListColumns.Of(list.Name, list.Row);
        for (var row = 0; row < Math.Min(rows.Count, written.Count); row++)
            for (var column = 0; column < columns.Count; column++)
            {
                if (columns[column].IsMoment || columns[column].Kind is not null) continue;
                var type = list.Row.GetProperties().Single(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name) == columns[column].Property).PropertyType;
                type = Nullable.GetUnderlyingType(type) ?? type;
                if (type != typeof(string) && type != typeof(int) && type != typeof(DateOnly) && type != typeof(Guid)) continue;
                var cell = rows[row]![columns[column].Property]?.ToString().Trim() ?? "";
                if (written[row][column] != cell) yield return $"row {row}, {columns[column].Property}: '{cell}' in the list, '{written[row][column]}' in the file";
            }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_long_list_is_written_page_by_page_each_row_once(TestDatabase database)
    {
        var server = await servers.OnAsync(database);
        var reader = await servers.AsAsync("xu.nuo", database);
        var rows = 2 * ListPages.OfExport + 7;
        await server.InScopeAsync(s => AddAssignmentsAsync(s.GetRequiredService<AppDbContext>(), rows));

        var lines = Lines(await reader.GetStringAsync("/api/shift-assignments/export?format=csv&on=2020-01-01"));

        lines.Length.ShouldBe(rows + 1);
        lines.Skip(1).Distinct().Count().ShouldBe(rows);
        lines[1].ShouldStartWith("\"'=HYPERLINK", Case.Sensitive, "what a spreadsheet would take for a formula is text");
        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => e.Action == "lists.export" && e.CompanyId == OneServer.Tech))).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Headings_and_moments_are_the_viewers_and_a_workbook_opens()
    {
        var (shanghai, london) = (await servers.AsAsync("he.jing"), await servers.AsAsync("charlotte.davies"));

        Lines(await shanghai.GetStringAsync("/api/me/sessions/export?format=csv"))[0].ShouldBe("登录方式,载体,开始时间 (Asia/Shanghai),最近活动 (Asia/Shanghai),地址,浏览器,本次会话");
        Lines(await london.GetStringAsync("/api/me/sessions/export?format=csv"))[0].ShouldBe("Signed in by,Carrier,Started (Europe/London),Last seen (Europe/London),Address,Browser,This session");
        (await shanghai.PutAsJsonAsync("/api/me/locale", new { locale = "en-US" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var workbook = new MemoryStream(await shanghai.GetByteArrayAsync("/api/me/sessions/export"));
        var row = (IDictionary<string, object?>)workbook.Query(useHeaderRow: true, excelType: ExcelType.XLSX).First();
        row.Keys.First().ShouldBe("Signed in by");
        ((string)row["Started (Asia/Shanghai)"]!).ShouldMatch(@"^\d{1,2} [A-Z][a-z]+ \d{4} \d{2}:\d{2}$");
        (await shanghai.PutAsJsonAsync("/api/me/locale", new { locale = (string?)null })).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await shanghai.PutAsJsonAsync("/api/me/locale", new { locale = "klingon" })).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "people.locale.invalid");
    }

    [Fact]
    public async Task A_field_that_the_viewer_may_not_see_is_no_column()
    {
        var (hr, admin) = (await servers.AsAsync("liu.yang"), await servers.AsAsync("xu.nuo"));

        Lines(await hr.GetStringAsync("/api/people/export?format=csv&search=zhangwei"))[0].ShouldContain(",手机,");
        var text = await admin.GetStringAsync("/api/people/export?format=csv&search=zhangwei");
        Lines(text)[0].ShouldNotContain("手机");
        text.ShouldNotContain("138 0000 1006");
    }

    [Fact]
    public async Task What_the_list_refuses_the_export_refuses()
    {
        var (employee, hr) = (await servers.AsAsync("he.jing"), await servers.AsAsync("zhao.min"));

        await (await hr.GetAsync("/api/tasks/export?format=pdf")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "lists.format.invalid");
        await (await hr.GetAsync("/api/tasks/export?list=nonsense")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "tasks.list.invalid");
        await (await hr.GetAsync("/api/offboarding/export?stage=nonsense")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "request.invalid");
        (await employee.GetAsync("/api/role-grants/export")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await (await servers.OnAsync()).Client().GetAsync("/api/tasks/export")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static async Task<int> AddAssignmentsAsync(AppDbContext db, int count)
    {
        var shift = new ShiftRow { CompanyId = OneServer.Tech, Name = "=HYPERLINK(\"http://x\")", Hours = "09:00-18:00", Breaks = "[]" };
        db.Add(shift);
        db.AddRange(Enumerable.Range(0, count).Select(n => new ShiftAssignment
        {
            CompanyId = OneServer.Tech, ShiftId = shift.Id, DepartmentId = DemoIds.Of("department:星河科技/销售部"), From = new DateOnly(2019, 12, 31).AddDays(-n), Until = new DateOnly(2020, 1, 2),
        }));
        return await db.SaveChangesAsync();
    }

    private static string[] Lines(string csv) => csv.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

    private static bool HoldsList(JsonObject document, JsonNode operation)
    {
        var schema = Resolved(document, operation["responses"]?["200"]?["content"]?["application/json"]?["schema"]);
        return IsList(schema) || (schema?["properties"] is JsonObject members && members.Any(m => IsList(Resolved(document, m.Value))));
    }

    private static bool IsList(JsonNode? schema) => schema?["type"] switch { JsonArray types => types.Any(t => (string?)t == "array"), JsonValue type => (string?)type == "array", _ => false };

    private static JsonNode? Resolved(JsonObject document, JsonNode? schema) =>
        schema?["$ref"] is JsonValue reference ? document["components"]!["schemas"]![((string)reference!).Split('/')[^1]] : schema;
}
