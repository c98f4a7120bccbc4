using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Sends what a context has changed, without EF Core's own way to the database: on PostgreSQL as one batch that ends with COMMIT, which is one round trip.</summary>
/// <remarks>The promises are EF Core's: a changed or deleted row must be found as it was read, or <see cref="DbUpdateConcurrencyException"/> is thrown and nothing is committed.</remarks>
internal static class ChangedRows
{
    /// <summary>True unless a change takes EF Core itself: rows of tables that refer to each other have to be written in a certain order, and some tables are more than their columns.</summary>
    public static bool ArePlain(AppDbContext db)
    {
        var tables = Changed(db).Select(e => e.Metadata).ToHashSet();
        return tables.All(t => RowSql.For(t) is not null && !t.GetForeignKeys().Any(f => tables.Contains(f.PrincipalEntityType)));
    }

    /// <summary>The statements for all changes. What goes makes room for what comes under the same unique key.</summary>
    public static IReadOnlyList<RowWrite> Of(AppDbContext db) =>
        [.. Changed(db).OrderBy(e => e.State switch { EntityState.Deleted => 0, EntityState.Modified => 1, _ => 2 }).Select(e => RowSql.For(e.Metadata)!.WriteOf(e))];

    /// <summary>Writes and commits in one round trip. The open transaction is over afterwards.</summary>
    public static async Task CommitAsync(NpgsqlConnection connection, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        await using var parameters = new NpgsqlCommand();
        foreach (var write in writes)
        {
            // COMMIT would follow even where no row was found; the division by zero keeps it from doing so.
            var command = new NpgsqlBatchCommand(write.FindsRow ? $"WITH written AS ({write.Sql} RETURNING 1) SELECT 1 / count(*) FROM written" : write.Sql);
            foreach (var value in write.Values) command.Parameters.Add((NpgsqlParameter)ParameterOf(value, "", parameters));
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        try
        {
            await batch.ExecuteNonQueryAsync(ct);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DivisionByZero)
        {
            throw NotFound(e);
        }
    }

    /// <summary>Writes within the open transaction.</summary>
    public static async Task WriteAsync(SqliteTransaction transaction, IReadOnlyList<RowWrite> writes, CancellationToken ct)
    {
        foreach (var write in writes)
        {
            var command = transaction.Connection!.CreateCommand();
            await using (command)
            {
#pragma warning disable CA2100 // The text is made of the names of the model's tables and columns.
                command.CommandText = write.Sql;
#pragma warning restore CA2100
                command.Transaction = transaction;
                for (var n = 0; n < write.Values.Count; n++)
                    command.Parameters.Add((SqliteParameter)ParameterOf(write.Values[n], string.Create(CultureInfo.InvariantCulture, $"${n + 1}"), command));
                var rows = await command.ExecuteNonQueryAsync(ct);
                if (write.FindsRow && rows != 1) throw NotFound(null);
            }
        }
    }

    private static IEnumerable<EntityEntry> Changed(AppDbContext db) =>
        db.ChangeTracker.Entries().Where(e => e.State is EntityState.Added or EntityState.Modified or EntityState.Deleted);

    private static DbParameter ParameterOf(ColumnValue value, string name, DbCommand command) => value.Mapping.CreateParameter(command, name, value.Value, nullable: value.Value is null);

    private static DbUpdateConcurrencyException NotFound(Exception? inner) => new("Expected each changed row to be as it was read, but somebody else was faster.", inner);
}
