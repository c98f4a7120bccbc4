using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Activities.Payroll;
using HrBpm.Activities.WorkingTime;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Payroll;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Tests.Fuzz;
using HrBpm.Server.Tests.Offboarding;
using HrBpm.Server.Tests.Workflows;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>Known secrets go in. Then nothing that somebody without the right is answered holds them, and neither do logs, the audit trail and the API's own description.</summary>
public sealed class NothingSlipsTests
{
    // Made up; the check character is right.
    private const string Identity = "11010519491231002X", Account = "6222021234567890123", Phone = "13755512399", Performance = "traege-77123", ClientSecret = "geheim-9f3c1d77", Password = "falsches-Wort-55182";
    private static readonly string[] Secrets = [Identity, Account, Phone, Performance, ClientSecret, Password, "8123457", "81234.57"];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_secret_stands_in_no_answer_without_the_right_no_log_and_no_audit_entry(TestDatabase database)
    {
        using var log = new CapturedLog();
        await using var server = await HrBpmServer.StartAsync(database, Verbose, builder => builder.Logging.AddProvider(log));
        var ids = await FillAsync(server);
        await StumbleAsync(server);

        // Whoever looks after the company calls everything, and sees neither numbers, nor contacts, nor pay, nor how people are judged.
        var viewer = await server.SignInAsync("xu.nuo");
        var (told, asked) = (new List<string>(), 0);
        var bodies = new RightBodies(ids);
        foreach (var operation in (await ApiOperation.AllAsync(viewer)).Where(o => o.Method == "GET"))
        {
            // Of a file, text is looked through; a workbook is packed.
            using var answer = await viewer.GetAsync(AddressMutants.Right(operation, bodies) + (operation.Path.EndsWith("/export", StringComparison.Ordinal) ? "?format=csv" : ""));
            ((int)answer.StatusCode).ShouldBeLessThan(500, operation.ToString());
            if (answer.IsSuccessStatusCode) asked++;
            told.AddRange(SecretsIn(Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync())).Select(secret => $"{operation} tells {secret}"));
        }

        told.ShouldBeEmpty();
        asked.ShouldBeGreaterThan(80, "answers with something in them");
        SecretsIn(await server.Client().GetStringAsync("/openapi/v1.json")).ShouldBeEmpty();
        var entries = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().AuditEntries.Select(e => e.Body).ToListAsync());
        entries.Count.ShouldBeGreaterThan(5);
        entries.SelectMany(SecretsIn).ShouldBeEmpty();
        log.Lines.Any(line => line.Contains("INSERT INTO", StringComparison.Ordinal)).ShouldBeTrue("the log is one in which much is said");
        log.Lines.Where(line => SecretsIn(line).Any()).Take(5).ShouldBeEmpty();
        // They are there all the same, for those who may.
        (await (await server.SignInAsync("zhao.min")).GetStringAsync($"/api/payroll/statements/{ids["statement"]}")).ShouldContain("8123457");
        (await (await server.SignInAsync("zhao.min")).GetStringAsync($"/api/people/{ids["person"]}")).ShouldContain(Phone);
    }

    private static readonly Dictionary<string, string?> Verbose = new()
    {
        ["OAuth:Enabled"] = "true", ["Logging:LogLevel:Default"] = "Trace", ["Logging:LogLevel:Microsoft.AspNetCore"] = "Debug", ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Debug", ["Logging:Console:LogLevel:Default"] = "None",
    };

    private static IEnumerable<string> SecretsIn(string text) => Secrets.Where(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase));

    private static async Task<Dictionary<string, string>> FillAsync(HrBpmServer server)
    {
        var (person, hr, chief, admin) = (DemoIds.Of("zhang.wei"), await server.SignInAsync("liu.yang"), await server.SignInAsync("zhao.min"), await server.SignInAsync("xu.nuo"));
        await OkAsync(chief.PutAsJsonAsync($"/api/people/{person}", new { name = "张伟", email = "zhang.wei@xinghe.example", phone = Phone }));
        await OkAsync(hr.PutAsJsonAsync($"/api/people/{person}/secrets", new { identity = new { kind = "residentIdentityCard", number = Identity }, bankAccount = new { bankName = "招商银行", number = Account }, version = 0 }));
        await OkAsync(hr.PostAsJsonAsync($"/api/people/{person}/secrets/reveal", new { field = "identityNumber", reason = "制作合同" }));
        var provider = await OkAsync(admin.PostAsJsonAsync("/api/identity-providers", new { terms = new { name = "认证", issuer = "https://idp.example", clientId = "c", claim = "email", personKey = "email", isTrustedForSecondFactor = false }, clientSecret = ClientSecret }));
        var start = new ScenarioStart("liu.yang", "zhang.wei", "chen.chen", "resignation", "none", 0, 30, 20, 30, "个人发展");
        var opened = (string)(await OkAsync(hr.PostAsJsonAsync("/api/offboarding", start.ToBody(Guid.NewGuid(), WorkingHour.DayOf(server.Clock.GetUtcNow().UtcDateTime, "Asia/Shanghai"), DemoIds.Of))))["id"]!;
        var run = await RunAsync(server);
        var statement = await PayAsync(server, Guid.Parse(opened));
        var task = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Tasks.Where(t => t.InstanceId == opened).Select(t => t.Id).FirstAsync());
        return new Dictionary<string, string>
        {
            ["person"] = person.ToString("D"), ["case"] = opened, ["instance"] = run, ["run"] = run, ["statement"] = statement.ToString("D"), ["task"] = task.ToString("D"), ["definition"] = "reviewed",
            ["provider"] = (string)provider["id"]!, ["visit"] = await server.InScopeAsync(async s => (string)JsonNode.Parse(await admin.GetStringAsync($"/elsa/api/activity-executions/list?WorkflowInstanceId={run}"))!["items"]![0]!["id"]!),
        };
    }

    // Requests that are refused while they hold a secret.
    private static async Task StumbleAsync(HrBpmServer server)
    {
        var (hr, person) = (await server.SignInAsync("liu.yang"), DemoIds.Of("li.na"));
        var problems = new List<HttpResponseMessage>
        {
            await hr.PutAsJsonAsync($"/api/people/{person}/secrets", new { identity = new { kind = "residentIdentityCard", number = Identity }, bankAccount = (object?)null, version = 0 }),
            await hr.PutAsJsonAsync($"/api/people/{person}/secrets", new { identity = new { kind = "residentIdentityCard", number = Identity.Replace("002X", "0021", StringComparison.Ordinal) + Account }, bankAccount = new { bankName = "", number = Account + "x" }, version = 7 }),
            await hr.PutAsync($"/api/people/{person}/secrets", new StringContent($$"""{"identity":{"kind":"residentIdentityCard","number":{{Identity}}},"version":"{{Account}}"}""", Encoding.UTF8, "application/json")),
            await hr.PostAsJsonAsync("/api/people/find-by-identity-number", new { number = Identity, reason = "" }),
            await hr.PutAsJsonAsync($"/api/people/{person}", new { name = "李娜", email = "?", phone = Phone }),
            await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "li.na", password = Password }),
            await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = Password, password = Password }),
            await server.Client().PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = "x", ["client_secret"] = ClientSecret })),
        };
        foreach (var problem in problems)
        {
            ((int)problem.StatusCode).ShouldBeInRange(400, 499);
            SecretsIn(await problem.Content.ReadAsStringAsync()).ShouldBeEmpty($"{problem.RequestMessage!.RequestUri} {(int)problem.StatusCode}");
        }
    }

    private static async Task<string> RunAsync(HrBpmServer server)
    {
        var flow = JsonNode.Parse(TestFlow.Sequence("reviewed", TestFlow.Event("go")))!.AsObject();
        flow["root"]!["variables"] = JsonNode.Parse("""[ { "id": "v1", "name": "monthlySalary", "typeName": "Object" }, { "id": "v2", "name": "performanceNotes", "typeName": "Object" } ]""");
        await using var scope = server.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(flow.ToJsonString(), "test", default);
        var input = new Dictionary<string, object?> { ["monthlySalary"] = 8123457, ["performanceNotes"] = Performance };
        return (await server.Services.GetRequiredService<WorkflowRuntime>().StartAsync(new StartCommand("reviewed") { TenantId = DemoIds.Of("company:星河科技").ToString("D"), Actor = "starter", Input = input }, default)).InstanceId;
    }

    private static Task<Guid> PayAsync(HrBpmServer server, Guid opened) => server.InScopeAsync(async s =>
    {
        var statement = new PayStatement(Guid.CreateVersion7(), DemoIds.Of("company:星河科技"), opened, "LZ-1", DateTime.UnixEpoch, DemoIds.Of("zhang.wei"), "XK0001", [new PayItem(Guid.CreateVersion7(), PayItemKind.Wage, 8_123_457, "CNY", PayState.Held)]);
        await s.GetRequiredService<IPayStatements>().SaveAsync(statement, default);
        await s.GetRequiredService<AppDbContext>().SaveChangesAsync();
        return statement.Id;
    });

    private static async Task<JsonNode> OkAsync(Task<HttpResponseMessage> asked)
    {
        var answer = await asked;
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{(int)answer.StatusCode} {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    /// <summary>Every line that the server writes, with its exception.</summary>
    private sealed class CapturedLog : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose() { }
    }
}
