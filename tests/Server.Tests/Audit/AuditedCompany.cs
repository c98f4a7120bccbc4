using System.Data.Common;
using System.Security.Cryptography;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrBpm.Server.Tests.Audit;

/// <summary>A server with a company whose log has eight sealed entries under checkpoints of size 3, 6 and 8; and the means to tamper with it behind the server's back.</summary>
internal sealed class AuditedCompany : IAsyncDisposable
{
    private readonly HrBpmServer server;
    private readonly bool isServerOwned;

    private AuditedCompany(HrBpmServer server, bool isServerOwned) => (this.server, this.isServerOwned) = (server, isServerOwned);

    public Guid Id { get; } = Guid.CreateVersion7();

    public IServiceProvider Services => server.Services;

    public HrBpmServer Server => server;

    public string WitnessPath => Services.GetRequiredService<WitnessFiles>().PathOf(Id);

    /// <summary>A company on a server of its own.</summary>
    public static async Task<AuditedCompany> StartAsync(TestDatabase database) => await AddAsync(await StartServerAsync(database), isServerOwned: true);

    /// <summary>A further company on a server that others use as well: each has its own log.</summary>
    public static Task<AuditedCompany> AddAsync(HrBpmServer server) => AddAsync(server, isServerOwned: false);

    /// <summary>A server whose sealer is called by the test, so that the checkpoints lie where the test wants them.</summary>
    public static Task<HrBpmServer> StartServerAsync(TestDatabase database) => HrBpmServer.StartAsync(database, new Dictionary<string, string?> { ["Demo:Seed"] = "false" }, builder =>
        builder.Services.Remove(builder.Services.Single(s => s.ImplementationType == typeof(SealEntries))));

    private static async Task<AuditedCompany> AddAsync(HrBpmServer server, bool isServerOwned)
    {
        var company = new AuditedCompany(server, isServerOwned);
        foreach (var batch in new[] { 3, 3, 2 })
        {
            await company.RecordAsync(batch);
            await company.SealAsync();
        }
        return company;
    }

    public async Task RecordAsync(int facts)
    {
        await using var scope = Services.CreateAsyncScope();
        var trail = scope.ServiceProvider.GetRequiredService<IAuditTrail>();
        for (var i = 0; i < facts; i++) trail.Record(Fact($"task:{i}"));
        await scope.ServiceProvider.GetRequiredService<AppDbContext>().SaveChangesAsync();
    }

    public AuditFact Fact(string subject, object? data = null) => new(Id, "li.na", "tasks.completed", subject, data ?? new { Outcome = "同意", Amount = 12.5m });

    public Task SealAsync() => Services.GetRequiredService<AuditSealer>().SealAsync(Id, CancellationToken.None);

    public Task<AuditVerdict> VerifyAsync() => Services.GetRequiredService<AuditVerifier>().VerifyAsync(CancellationToken.None, Id);

    /// <summary>The one problem that the verifier finds in this company's log.</summary>
    public async Task<AuditProblem> FindProblemAsync() => (await VerifyAsync()).Problems.ShouldHaveSingleItem();

    /// <summary>Id of the entry that was sealed at a position.</summary>
    public Task<Guid> EntryAtAsync(long position) => ReadAsync(db => db.SealedEntries.Where(s => s.CompanyId == Id && s.Position == position).Select(s => s.EntryId).SingleAsync());

    public async Task<T> ReadAsync<T>(Func<AppDbContext, Task<T>> query)
    {
        await using var scope = Services.CreateAsyncScope();
        return await query(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }

    /// <summary>Runs SQL directly, with <c>@company</c> and these parameters (<c>@p0</c> …), and says how many rows it changed.</summary>
    public async Task<int> TamperAsync(string sql, params object[] parameters)
    {
        var database = server.Database!;
        await using DbConnection connection = database.Kind == TestDatabase.Sqlite ? new SqliteConnection(database.ConnectionString) : new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        Add("@company", Id);
        for (var i = 0; i < parameters.Length; i++) Add($"@p{i}", parameters[i]);
        return await command.ExecuteNonQueryAsync();

        void Add(string name, object value)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }
    }

    /// <summary>Makes hashes, tree, checkpoints and frontier anew from the entries as they are now, and signs them with this key: what an insider would do.</summary>
    public async Task RechainAsync(ECDsa key)
    {
        var places = await ReadAsync(db => db.SealedEntries.AsNoTracking().Where(s => s.CompanyId == Id).OrderBy(s => s.Position).ToListAsync());
        var checkpoints = await ReadAsync(db => db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == Id).OrderBy(c => c.Size).ToListAsync());
        var frontier = new MerkleFrontier();
        foreach (var place in places)
        {
            var entry = await ReadAsync(db => db.AuditEntries.AsNoTracking().SingleAsync(e => e.Id == place.EntryId));
            frontier.Append(entry.HashOfBody());
            await TamperAsync("UPDATE audit_entries SET hash = @p0 WHERE id = @p1", entry.HashOfBody(), entry.Id);
            await TamperAsync("UPDATE audit_sealed_entries SET leaf_hash = @p0 WHERE company_id = @company AND position = @p1", entry.HashOfBody(), place.Position);
            if (checkpoints.SingleOrDefault(c => c.Size == frontier.Size) is not { } old) continue;
            var forged = (old.ToSigned().Checkpoint with { Root = frontier.Root() }).Sign(key);
            await TamperAsync("UPDATE audit_checkpoints SET root = @p0, signature = @p1, key_id = @p2 WHERE company_id = @company AND size = @p3",
                forged.Checkpoint.Root, forged.Signature, forged.KeyId, old.Size);
        }
        await TamperAsync("UPDATE audit_logs SET frontier = @p0, public_key = @p1 WHERE company_id = @company", frontier.ToBytes(), key.ExportSubjectPublicKeyInfo());
    }

    public async ValueTask DisposeAsync()
    {
        if (isServerOwned) await server.DisposeAsync();
    }
}
