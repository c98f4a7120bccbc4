using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>SIGKILL for a server in the middle of an import: the next one goes on, and in the end everybody of the file is there, once.</summary>
public sealed class KilledImports(ITestOutputHelper output)
{
    // Four parts: one decided before the kill, three left to do.
    private const int Rows = 4 * DecidedRows.RowsInChunk;

    private const int KillsAtMost = 6;

    private static readonly TimeSpan EndsWithin = TimeSpan.FromMinutes(2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(TestDatabase.Sqlite)]
    [InlineData(TestDatabase.Postgres)]
    public async Task An_import_that_is_killed_while_it_is_checked_and_while_it_is_applied_ends_with_the_rows_of_its_file(TestDatabase kind)
    {
        await using var database = new FreshDatabase(kind);
        await TemplateDatabases.CopyToAsync(database);
        await using var books = new ImportBooks(database);
        using var browser = HttpClientFactory.Make(new Uri("http://127.0.0.1"));
        var rows = Enumerable.Range(0, Rows).Select(n => (Number: $"KI{n:D5}", Name: $"张{n}", Manager: n == 0 ? "XK0005" : $"KI{(n - 1) / 2:D5}")).ToList();

        var import = await KilledWhileCheckedAsync(database, books, browser, rows);

        using (var second = await StartAsync(database))
        {
            (await EndAsync(browser, second.Address, import, "checking")).ShouldBe($"checked: {Rows} new, 0 rejected");
            (await browser.PostAsJsonAsync(new Uri(second.Address, $"/api/people/imports/{import}/apply"), new { }, Ct)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
            // Deciding is taken over from the check; writing begins behind 40 percent.
            await KillAsync(second, browser, import, "applying", after: 40);
        }

        (await books.HalfDoneAsync(import, Ct)).ShouldBe((ImportState.Applying, Rows / DecidedRows.RowsInChunk, 0), "all or nothing");

        // Nobody kills the last one, so it needs no process of its own.
        await using var third = await HrBpmServer.StartAsync(database, new Dictionary<string, string?> { ["Sandbox:Enabled"] = "false" });
        (await EndAsync(browser, third.Address, import, "applying")).ShouldBe($"applied: {Rows} new, 0 rejected");
        await books.ShouldHaveOnceAsync(import, rows, Ct);
    }

    // Between what the server says and its death it goes on: on a busy machine it may be through by then. Then another one is killed.
    private async Task<Guid> KilledWhileCheckedAsync(FreshDatabase database, ImportBooks books, HttpClient browser, IReadOnlyList<(string Number, string Name, string Manager)> rows)
    {
        for (var attempt = 1; attempt <= KillsAtMost; attempt++)
        {
            using var server = await StartAsync(database);
            await SignInAsync(browser, server);
            var import = await CheckedAsync(browser, server, rows);
            await KillAsync(server, browser, import, "checking", after: 0);
            var (state, decided, people) = await books.HalfDoneAsync(import, Ct);
            people.ShouldBe(0);
            decided.ShouldBeGreaterThan(0);
            if (state == ImportState.Checking && decided < Rows / DecidedRows.RowsInChunk) return import;
            output.WriteLine($"It was {state} with {decided} parts decided before it died.");
        }

        throw new InvalidOperationException($"Expected one of {KillsAtMost} servers to die while rows were being decided about, but each was through by then.");
    }

    private static Task<ServerProcess> StartAsync(FreshDatabase database) =>
        ServerProcess.StartAsync(database, ["--environment=Development", "--Demo:Seed=true", "--SignIn:HashIterations=1000", "--SignIn:SecondFactor:Administrators=false", "--Sandbox:Enabled=false"], Ct);

    private static async Task SignInAsync(HttpClient browser, ServerProcess server) =>
        (await browser.PostAsJsonAsync(new Uri(server.Address, "/api/sign-in"), new { userName = "xu.nuo", password = HrBpmServer.Password }, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

    private static async Task<Guid> CheckedAsync(HttpClient browser, ServerProcess server, IEnumerable<(string Number, string Name, string Manager)> rows)
    {
        var text = new StringBuilder("工号,姓名,邮箱,分公司,部门,职位,直属上级工号,入职日期");
        foreach (var (number, name, manager) in rows) text.Append(CultureInfo.InvariantCulture, $"\n{number},{name},{number}@x.example,上海分公司,销售部,断电工程师,{manager},2026-01-05");
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString())), "file", "people.csv" } };
        using var answer = await browser.PostAsync(new Uri(server.Address, "/api/people/imports"), form, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Ct));
        var uploaded = (await answer.Content.ReadFromJsonAsync<JsonObject>(Ct))!;
        var id = uploaded["id"]!.GetValue<Guid>();
        using var check = await browser.PostAsJsonAsync(new Uri(server.Address, $"/api/people/imports/{id}/check"), new JsonObject { ["mapping"] = uploaded["mapping"]!.DeepClone() }, Ct);
        check.StatusCode.ShouldBe(HttpStatusCode.Accepted, await check.Content.ReadAsStringAsync(Ct));
        return id;
    }

    // As soon as the server says that it is further than that.
    private async Task KillAsync(ServerProcess server, HttpClient browser, Guid import, string state, int after)
    {
        JsonObject seen;
        do seen = await SeenAsync(browser, server.Address, import);
        while (seen["state"]!.GetValue<string>() == state && seen["progress"]!.GetValue<int>() <= after);
        await server.KillAsync(Ct);
        output.WriteLine($"Killed while {seen["state"]}, at {seen["progress"]} %.");
    }

    private static async Task<string> EndAsync(HttpClient browser, Uri server, Guid import, string state)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (; ; await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, Ct))
        {
            var seen = await SeenAsync(browser, server, import);
            if (seen["state"]!.GetValue<string>() != state) return $"{seen["state"]}: {seen["new"]} new, {seen["rejected"]} rejected";
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(EndsWithin, seen.ToJsonString());
        }
    }

    private static async Task<JsonObject> SeenAsync(HttpClient browser, Uri server, Guid import) =>
        (await browser.GetFromJsonAsync<JsonObject>(new Uri(server, $"/api/people/imports/{import}"), Ct))!;
}
