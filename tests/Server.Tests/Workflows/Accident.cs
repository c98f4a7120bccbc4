using System.Data.Common;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Breaks the inserts into a table, or the commit, of the test's own asynchronous flow.</summary>
internal sealed class Accident : DbCommandInterceptor
{
    private readonly AsyncLocal<string?> happensAt = new();

    public string? HappensAt
    {
        get => happensAt.Value;
        set => happensAt.Value = value;
    }

    public int Happened { get; private set; }

    public void Attach(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        var atCommit = new AtCommit(this);
        builder.Services.ConfigureDbContext<SqliteDbContext>((_, o) => o.AddInterceptors(this, atCommit));
        builder.Services.ConfigureDbContext<PostgresDbContext>((_, o) => o.AddInterceptors(this, atCommit));
    }

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        HappenIn(command);
        return ValueTask.FromResult(result);
    }

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        HappenIn(command);
        return ValueTask.FromResult(result);
    }

    private void HappenIn(DbCommand command)
    {
        if (HappensAt is { } place && command.CommandText.Replace("\"", "", StringComparison.Ordinal).Contains($"INSERT INTO {place}", StringComparison.Ordinal)) Happen();
    }

    private void Happen()
    {
        Happened++;
        throw new IOException("the disk is full");
    }

    private sealed class AtCommit(Accident accident) : DbTransactionInterceptor
    {
        public override ValueTask<InterceptionResult> TransactionCommittingAsync(DbTransaction transaction, TransactionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            if (accident.HappensAt == "COMMIT") accident.Happen();
            return ValueTask.FromResult(result);
        }
    }
}
