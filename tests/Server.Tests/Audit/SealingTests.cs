using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrBpm.Server.Tests.Audit;

public sealed class SealingTests
{
    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task A_fact_commits_or_vanishes_with_its_change(TestDatabase database)
    {
        await using var company = await AuditedCompany.StartAsync(database);
        await using (var scope = company.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
            await using var transaction = await db.Database.BeginTransactionAsync();
            scope.ServiceProvider.GetRequiredService<IAuditTrail>().Record(company.Fact("task:rolled-back"));
            await db.SaveChangesAsync();
            await transaction.RollbackAsync();
        }
        (await company.ReadAsync(db => db.AuditEntries.CountAsync(e => e.Subject == "task:rolled-back"))).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Entries_are_sealed_by_themselves_soon_after_the_commit(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var company = Guid.CreateVersion7();
        await WriteAsync(server, company, entries: 3);
        await UntilSealedAsync(server, company, 3);
        // The witness is told just after the commit; sealing again waits for that.
        await server.Services.GetRequiredService<AuditSealer>().SealAsync(company, CancellationToken.None);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None)).Problems.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_server_that_is_stopped_seals_what_was_written_last(TestDatabase database)
    {
        await using var outlives = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(outlives);
        await using var server = await HrBpmServer.StartAsync(outlives, new Dictionary<string, string?> { ["Audit:Collect"] = "00:00:01" });
        var company = Guid.CreateVersion7();
        await WriteAsync(server, company, entries: 1);
        await UntilSealedAsync(server, company, 1);
        // The first of these is heard of, and the second within the second in which others are collected.
        await WriteAsync(server, company, entries: 2);

        await server.StopAsync();

        (await server.InScopeAsync(services => services.GetRequiredService<AppDbContext>().AuditEntries.CountAsync(e => !e.IsSealed))).ShouldBe(0);
        (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None)).Problems.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_transaction_that_commits_late_is_not_lost(TestDatabase database)
    {
        await using var company = await AuditedCompany.StartAsync(database);
        await using var late = company.Services.CreateAsyncScope();
        late.ServiceProvider.GetRequiredService<IAuditTrail>().Record(company.Fact("task:late"));
        await company.RecordAsync(1);
        await company.SealAsync();

        await late.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
        await company.SealAsync();

        var positions = await company.ReadAsync(db => db.AuditEntries.Where(e => e.CompanyId == company.Id)
            .OrderBy(e => e.Id).Join(db.SealedEntries, e => e.Id, s => s.EntryId, (e, s) => s.Position).ToListAsync());
        positions.ShouldBe([0, 1, 2, 3, 4, 5, 6, 7, 9, 8]);
        (await company.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    /// <summary>On SQLite there is one writer at a time, whoever it is; here nobody who approves something waits for the log.</summary>
    [Fact]
    public async Task Entries_commit_while_a_sealer_holds_its_turn()
    {
        await using var company = await AuditedCompany.StartAsync(TestDatabase.Postgres);
        await using var connection = new NpgsqlConnection(company.Server.Database.ConnectionString);
        await connection.OpenAsync();
        await using var turn = await connection.BeginTransactionAsync();
        await using (var take = new NpgsqlCommand("SELECT pg_advisory_xact_lock(@turn), (SELECT count(*) FROM (SELECT 1 FROM audit_logs WHERE company_id = @company FOR UPDATE) AS tip)", connection, turn))
        {
            take.Parameters.AddWithValue("turn", BitConverter.ToInt64(company.Id.ToByteArray(), 8));
            take.Parameters.AddWithValue("company", company.Id);
            await take.ExecuteNonQueryAsync();
        }

        await company.RecordAsync(2).WaitAsync(TimeSpan.FromSeconds(30));
        var sealing = company.SealAsync();
        (await company.ReadAsync(db => db.AuditEntries.CountAsync(e => e.CompanyId == company.Id && !e.IsSealed))).ShouldBe(2);
        sealing.IsCompleted.ShouldBeFalse();

        await turn.CommitAsync();
        await sealing;
        (await company.ReadAsync(db => db.AuditEntries.CountAsync(e => e.CompanyId == company.Id && !e.IsSealed))).ShouldBe(0);
        (await company.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Sealers_of_many_processes_make_one_log(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await using var one = await HrBpmServer.StartAsync(fresh);
        await using var other = await HrBpmServer.StartAsync(fresh);
        var company = Guid.CreateVersion7();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WriteAsync(i % 2 == 0 ? one : other, company, entries: 15)));
        await Task.WhenAll(Seal(one), Seal(other), Seal(one), Seal(other));

        var verdict = await one.Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None);
        verdict.Problems.ShouldBeEmpty();
        verdict.Entries.ShouldBeGreaterThanOrEqualTo(120);
        one.Services.GetRequiredService<WitnessFiles>().Read(company)!.Max(w => w.Checkpoint.Size).ShouldBe(120);

        static Task Seal(HrBpmServer server) => server.Services.GetRequiredService<AuditSealer>().SealAsync(CancellationToken.None);
    }

    [Theory, MemberData(nameof(Both))]
    public async Task A_witness_that_fell_behind_catches_up(TestDatabase database)
    {
        await using var company = await AuditedCompany.StartAsync(database);
        var path = company.WitnessPath;
        var notes = await File.ReadAllTextAsync(path);
        // What a crash between commit and witness leaves: the last note is missing, the one before it is cut off.
        await File.WriteAllTextAsync(path, notes[..(notes.Length / 2)]);
        var witness = new WitnessFiles(company.Services.GetRequiredService<AuditOptions>());
        var rows = await company.ReadAsync(db => db.AuditCheckpoints.Where(c => c.CompanyId == company.Id).OrderBy(c => c.Size).ToListAsync());
        witness.Append(company.Id, rows.ConvertAll(r => r.ToSigned()));
        witness.Read(company.Id)!.Select(w => w.Checkpoint.Size).ShouldBe([3, 6, 8]);
        (await company.VerifyAsync()).Problems.ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Both))]
    public async Task Rows_that_an_entry_vouches_for_are_compared(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database, adjust: b => b.Services.AddScoped<IAuditedRows, Diaries>());
        var company = Guid.CreateVersion7();
        await WriteAsync(server, company, entries: 1, new { Diary = new { Page = "blank" } });
        await WriteAsync(server, company, entries: 1, new { Diary = new { Page = "torn out" } });
        var problem = (await server.Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None)).Problems.ShouldHaveSingleItem();
        problem.Kind.ShouldBe(AuditProblemKind.RowsChanged);
        problem.Message.ShouldBe("Expected the page, but it is torn out.");
    }

    [Fact]
    public void Ids_grow_within_a_millisecond_and_are_version_7()
    {
        var ids = new AuditEntryIds();
        var now = new DateTimeOffset(2026, 3, 1, 9, 12, 0, TimeSpan.Zero);
        var made = Enumerable.Range(0, 5000).Select(i => ids.Next(i == 100 ? now.AddHours(-1) : now)).ToList();
        made.ShouldBeInOrder();
        made.Distinct().Count().ShouldBe(5000);
        made.ShouldAllBe(id => id.Version == 7 && id.Variant >= 8 && id.Variant <= 11);
        made[0].ToString().ShouldStartWith("019ca8ab-3b00-7000-");
    }

    [Fact]
    public async Task A_fact_without_a_company_is_a_bug()
    {
        await using var company = await AuditedCompany.StartAsync(TestDatabase.Sqlite);
        await using var scope = company.Services.CreateAsyncScope();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditTrail>();
        Should.Throw<ArgumentException>(() => trail.Record(company.Fact("x") with { CompanyId = Guid.Empty }));
        Should.Throw<ArgumentException>(() => trail.Record(company.Fact("x") with { Actor = " " }));
        Should.Throw<ArgumentException>(() => trail.Record(company.Fact("x", double.NaN)));
    }

    private static async Task WriteAsync(HrBpmServer server, Guid company, int entries, object? data = null)
    {
        for (var i = 0; i < entries; i++)
        {
            await using var scope = server.Services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<IAuditTrail>().Record(new AuditFact(company, "job", "tests.wrote", $"thing:{i}", data ?? new { i }));
            await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
        }
    }

    private static async Task UntilSealedAsync(HrBpmServer server, Guid company, int size)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await IsSealedAsync()) await timer.WaitForNextTickAsync(deadline.Token);

        async Task<bool> IsSealedAsync()
        {
            await using var scope = server.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<AppDbContext>().AuditCheckpoints.AnyAsync(c => c.CompanyId == company && c.Size == size);
        }
    }

    private sealed class Diaries : IAuditedRows
    {
        public string Member => "diary";

        public Task<string?> WhyBrokenAsync(Guid companyId, System.Text.Json.JsonElement reference, CancellationToken ct) =>
            Task.FromResult(reference.GetProperty("page").GetString() == "torn out" ? "Expected the page, but it is torn out." : null);
    }
}
