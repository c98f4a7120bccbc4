using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Database;

public sealed class TransactionTests
{
    // With deferred transactions, SQLite would let both read and then refuse to let either of them write.
    [Fact]
    public async Task Transactions_that_read_and_then_write_wait_for_each_other_on_SQLite()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => server.InScopeAsync(services => AddAfterReadingAsync(services.GetRequiredService<AppDbContext>(), $"职位 {i}")))));

        (await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Positions.CountAsync(p => p.Name.StartsWith("职位 ")))).ShouldBe(8);
    }

    [Fact]
    public async Task SQLite_keeps_a_write_ahead_log_and_checks_foreign_keys()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        (await PragmaAsync(server, $"SELECT journal_mode = 'wal' AS Value FROM pragma_journal_mode")).ShouldBe(1);
        (await PragmaAsync(server, $"SELECT foreign_keys AS Value FROM pragma_foreign_keys")).ShouldBe(1);
        (await PragmaAsync(server, $"SELECT timeout AS Value FROM pragma_busy_timeout")).ShouldBe(30_000);
        (await PragmaAsync(server, $"SELECT synchronous AS Value FROM pragma_synchronous")).ShouldBe(2, "which is FULL");
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_moment_comes_back_as_UTC_in_whole_microseconds(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var moment = new DateTime(2026, 5, 31, 9, 12, 30, DateTimeKind.Utc).AddTicks(1_234_567);
        await server.InScopeAsync(async services =>
        {
            var db = services.GetRequiredService<AppDbContext>();
            (await db.Users.SingleAsync(a => a.PersonId == DemoIds.Of("li.na"))).Disable(moment);
            return await db.SaveChangesAsync();
        });

        var read = await server.InScopeAsync(s => s.GetRequiredService<AppDbContext>().Users.Where(a => a.DisabledUtc != null).Select(a => a.DisabledUtc).SingleAsync());

        read.ShouldBe(moment.AddTicks(-7));
        read!.Value.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void A_local_time_is_not_stored() =>
        Should.Throw<ArgumentException>(() => UtcDateTimeConverter.ToStored(new DateTime(2026, 5, 31, 9, 0, 0, DateTimeKind.Local)));

    private static async Task<int> AddAfterReadingAsync(AppDbContext db, string name)
    {
        await using var transaction = await db.Database.BeginTransactionAsync();
        var company = await db.Companies.Where(c => c.Name == "星河科技").Select(c => c.Id).SingleAsync();
        db.Add(new Position { CompanyId = company, Name = name });
        var saved = await db.SaveChangesAsync();
        await transaction.CommitAsync();
        return saved;
    }

    private static Task<long> PragmaAsync(HrBpmServer server, FormattableString query) => server.InScopeAsync(async services =>
        (await services.GetRequiredService<AppDbContext>().Database.SqlQuery<long>(query).ToListAsync()).Single());
}
