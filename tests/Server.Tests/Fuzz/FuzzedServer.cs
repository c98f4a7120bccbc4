using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using HrBpm.Server.Tests.Companies;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>A server with a company that has something of everything, and 白雪 of it, who may do everything there and has a task open.</summary>
internal sealed class FuzzedServer : IAsyncDisposable
{
    private const string Person = "bai.xue";

    // An answer that takes longer is a hang, on however busy a machine.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // What is under test is not the counting of requests.
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["OAuth:Enabled"] = "true", ["Transport:FailedSignIns"] = "1000000", ["Transport:ExpensivePerMinute"] = "1000000", ["SignIn:WrongPasswordsAllowed"] = "100",
        ["Logging:LogLevel:Default"] = "None", ["Logging:LogLevel:HrBpm.Server.Platform.ExceptionAnswers"] = "Error",
    };

    private readonly SqliteConnection? watch;
    private HttpClient client;

    private FuzzedServer(OtherCompany company, HttpClient client)
    {
        (Company, this.client) = (company, client);
        if (company.Server.Database.Kind == TestDatabase.Sqlite) watch = new SqliteConnection(company.Server.Database.ConnectionString);
        watch?.Open();
    }

    /// <summary>The company.</summary>
    public OtherCompany Company { get; }

    public static async Task<FuzzedServer> StartAsync(TestDatabase database)
    {
        var company = await OtherCompany.StartAsync(database, Settings);
        await company.Server.InScopeAsync(s => OtherCompany.GrantAsync(s.GetRequiredService<AppDbContext>(), OtherCompany.School, Person, "CompanyAdministrator", "HrManager", "PayrollClerk", "HrSpecialist", "Auditor", "GroupAdministrator"));
        return new FuzzedServer(company, await company.Server.SignInAsync(Person));
    }

    /// <summary>Sends it, and says what is wrong with the answer; null when nothing is.</summary>
    public async Task<string?> TryAsync(string method, Mutant mutant)
    {
        var before = await VersionAsync();
        var answer = await SendAsync(method, mutant);
        if (WhyBad(answer, mutant) is { } bad) return bad;
        if (answer.Status < 400 || watch is null || await VersionAsync() == before) return null;
        return await StoresAsync(method, mutant) ? $"{answer.Status}, but something was stored" : null;
    }

    /// <summary>The sums of all tables that a refused request must not change.</summary>
    public Task<IReadOnlyDictionary<string, (long Rows, long Sum)>> SumsAsync() => Company.Server.InScopeAsync(s => TableSums.OfAsync(s.GetRequiredService<AppDbContext>()));

    public async ValueTask DisposeAsync()
    {
        if (watch is not null) await watch.DisposeAsync();
        await Company.DisposeAsync();
    }

    private sealed record Answer(int Status, string? MediaType, string Text, bool Closes, bool IsOver);

    private async Task<Answer> SendAsync(string method, Mutant mutant)
    {
        var answer = await SendOnceAsync(method, mutant);
        if (answer.Status != 401 || !answer.Text.Contains("sign-in.required", StringComparison.Ordinal)) return answer;
        // What was tried before has ended the session, or locked the account.
        await Company.Server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Users.Where(a => a.UserName == Person).ExecuteUpdateAsync(set => set.SetProperty(a => a.LockoutEnd, (DateTimeOffset?)null).SetProperty(a => a.AccessFailedCount, 0)));
        client = await Company.Server.SignInAsync(Person);
        return await SendOnceAsync(method, mutant);
    }

    private async Task<Answer> SendOnceAsync(string method, Mutant mutant)
    {
        using var patience = new CancellationTokenSource(Longest, TimeProvider.System);
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Company.Server.Address.GetLeftPart(UriPartial.Authority) + mutant.Address, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Content = mutant.Content();
        // A server that refuses a large body closes the connection while it is still being sent.
        if (request.Content?.Headers.ContentLength > PlatformSetup.LargestBody) request.Headers.ExpectContinue = true;
        try
        {
            using var answer = await client.SendAsync(request, patience.Token);
            return new Answer((int)answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(patience.Token), answer.Headers.ConnectionClose == true, IsOver: true);
        }
        catch (OperationCanceledException)
        {
            return new Answer(0, null, "", Closes: false, IsOver: false);
        }
        catch (HttpRequestException e)
        {
            return new Answer(0, null, $"{e.HttpRequestError}: {e.InnerException?.Message ?? e.Message}", Closes: true, IsOver: true);
        }
    }

    private static string? WhyBad(Answer answer, Mutant mutant) => answer switch
    {
        { IsOver: false } => $"no answer within {Longest.TotalSeconds} s",
        { Status: 0 or >= 500 } => $"{answer.Status} {Short(answer.Text)}",
        { Status: < 400 } => mutant.IsWrong ? $"{answer.Status} although it is wrong" : null,
        // The line that names the address could not be read: then there is nothing that could answer more.
        { Status: 400 or 414 or 431, Text: "", Closes: true } => null,
        // RFC 6749 section 5.2 has errors of its own form, and people who sign in are shown a page.
        _ when mutant.Address.StartsWith("/connect/", StringComparison.Ordinal) && (answer.MediaType == "text/html" || answer.Text.StartsWith("error:", StringComparison.Ordinal) || answer.Text.Contains("\"error\":", StringComparison.Ordinal)) => null,
        _ when mutant.Address.StartsWith("/connect/", StringComparison.Ordinal) && answer is { Status: 401 or 403, Text: "" } => null,
        _ => WhyNoProblem(answer) is { } why ? $"{answer.Status} {why}: {Short(answer.Text)}" : null,
    };

    private static string? WhyNoProblem(Answer answer)
    {
        if (answer.MediaType != "application/problem+json") return $"of type '{answer.MediaType}'";
        var problem = JsonNode.Parse(answer.Text)!.AsObject();
        if ((int?)problem["status"] != answer.Status) return "with another status inside";
        if ((string?)problem["code"] is not { Length: > 3 } code || code.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c is not ('.' or '-'))) return "without a code";
        if ((string?)problem["detail"] is not { } detail || !IsSentence(detail)) return "without an expected, but";
        return ((string[])["HrBpm.", "System.", "Npgsql", "SQLite", "   at "]).FirstOrDefault(inside => detail.Contains(inside, StringComparison.Ordinal) && !detail.Contains("$type", StringComparison.Ordinal)) is { } told ? $"tells of {told}" : null;
    }

    // Definitions are judged in the language of whoever asks.
    private static bool IsSentence(string detail) => (detail.Contains("xpected ", StringComparison.Ordinal) && detail.Contains("but ", StringComparison.Ordinal)) || detail.Contains('应');

    // The server works by itself too: only what changes each time anew is the request's doing.
    private async Task<bool> StoresAsync(string method, Mutant mutant)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            await Company.Server.Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(default);
            var before = await SumsAsync();
            await SendAsync(method, mutant);
            if (TableSums.Changed(before, await SumsAsync()).Count == 0) return false;
        }

        return true;
    }

    // Changes whenever anybody else commits to the file.
    private async Task<long> VersionAsync()
    {
        if (watch is null) return 0;
        await using var command = watch.CreateCommand();
        command.CommandText = "PRAGMA data_version";
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static string Short(string text) => text.Length <= 300 ? text : text[..300] + "…";
}
