using HrBpm.Server;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Import;
using HrBpm.Server.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>Looks into the database beside a server that may be killed in the middle of an import, without serving itself.</summary>
internal sealed class ImportBooks(FreshDatabase database) : IAsyncDisposable
{
    private readonly WebApplication app = HrBpmHost.Build([.. database.Arguments, "--Logging:LogLevel:Default=Warning"]);

    /// <summary>What a killed server has left: the state, how many parts are decided, and how many people of the file are there. The minute for which the dead one is believed to be alive is over then.</summary>
    public Task<(ImportState State, int Decided, int People)> HalfDoneAsync(Guid import, CancellationToken ct) => InAsync(async db =>
    {
        await db.PeopleImports.Where(i => i.Id == import).ExecuteUpdateAsync(set => set.SetProperty(i => i.LeasedUntilUtc, i => i.UploadedUtc), ct);
        return (await db.PeopleImports.Where(i => i.Id == import).Select(i => i.State).SingleAsync(ct), await db.ImportChunks.CountAsync(c => c.ImportId == import, ct),
            await db.People.CountAsync(p => p.EmployeeNumber.StartsWith("KI"), ct));
    });

    /// <summary>Everybody of the file is there as it says, with one employment and the keys that a search needs; nothing is there twice, and nothing is left over.</summary>
    public Task ShouldHaveOnceAsync(Guid import, IReadOnlyList<(string Number, string Name, string Manager)> rows, CancellationToken ct) => InAsync(async db =>
    {
        var there = from p in db.People
                    where p.EmployeeNumber.StartsWith("KI")
                    join e in db.Employments on p.Id equals e.PersonId
                    join m in db.People on e.ManagerId equals m.Id
                    join position in db.Positions on e.PositionId equals position.Id
                    where position.Name == "断电工程师"
                    select new { p.EmployeeNumber, p.Name, Manager = m.EmployeeNumber };
        (await there.ToListAsync(ct)).Select(p => (p.EmployeeNumber, p.Name, p.Manager)).OrderBy(p => p.EmployeeNumber, StringComparer.Ordinal).ShouldBe(rows);
        (await db.Positions.CountAsync(p => p.Name == "断电工程师", ct)).ShouldBe(1);
        // By the whole number, lower case.
        (await db.PersonKeys.CountAsync(k => k.Key.StartsWith("ki") && k.Key.Length == 7, ct)).ShouldBe(rows.Count);
        (await db.AuditEntries.CountAsync(e => e.Action == "org.people.import", ct)).ShouldBe(1);
        (await db.ImportChunks.CountAsync(c => c.ImportId == import, ct) + await db.ImportedFiles.CountAsync(f => f.Id == import, ct)).ShouldBe(0, "no personal data is kept for nothing");
        return true;
    });

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task<T> InAsync<T>(Func<AppDbContext, Task<T>> look)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await look(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }
}
