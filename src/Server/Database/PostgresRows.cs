using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Sends changed rows as one batch that ends with COMMIT: one round trip.</summary>
/// <remarks>The promises are EF Core's: a changed or deleted row must be found as it was read, or nothing is committed.</remarks>
internal static class PostgresRows
{
    // As many as there are statements in RowSql.
    private static readonly ConcurrentDictionary<string, string> Checked = new();

    // COMMIT would follow even where no row was found; the division by zero keeps it from doing so.
    private static string Check(string sql) => $"WITH written AS ({sql} RETURNING 1) SELECT 1 / count(*) FROM written";

    /// <summary>Writes and commits. The open transaction is over afterwards.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row was not found.</exception>
    public static async Task CommitAsync(NpgsqlConnection connection, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        await using var maker = new NpgsqlCommand();
        foreach (var write in writes)
        {
            var command = new NpgsqlBatchCommand(write.FindsRow ? Checked.GetOrAdd(write.Sql, Check) : write.Sql);
            foreach (var value in write.Values) command.Parameters.Add((NpgsqlParameter)value.ToParameter(maker, ""));
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw new DbUpdateConcurrencyException("Expected each changed row to be as it was read, but somebody else was faster.", e);
        }
    }
}
