using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>A query that each run, or each request, makes. It goes past EF Core, which would need longer to make the statement than the database needs to answer it.</summary>
/// <remarks>It sees every company's rows, and runs in the open transaction of the context.</remarks>
internal static class HotQuery
{
    /// <summary>The first row of the answer; null when there is none.</summary>
    /// <param name="db">The context whose connection and transaction are used.</param>
    /// <param name="sql">Statement with the parameters <c>$1</c>, <c>$2</c> …, in the words that both databases know.</param>
    /// <param name="values">Its values, in order.</param>
    /// <param name="read">Reads the row.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<T?> FirstAsync<T>(AppDbContext db, string sql, object[] values, Func<DbDataReader, T> read, CancellationToken ct)
        where T : class
    {
        return await RunAsync(db, sql, command =>
        {
            for (var n = 0; n < values.Length; n++)
            {
                // Npgsql counts parameters without a name, SQLite finds them by it.
                Add(command, db.Database.IsNpgsql() ? "" : string.Create(CultureInfo.InvariantCulture, $"${n + 1}"), values[n]);
            }
        }, async (reader, inner) => await reader.ReadAsync(inner) ? read(reader) : null, ct);
    }

    /// <summary>What several statements answer, in one round trip.</summary>
    /// <param name="db">The context whose connection and transaction are used.</param>
    /// <param name="sql">Statements with one named parameter, in the words that both databases know.</param>
    /// <param name="value">The parameter.</param>
    /// <param name="read">Reads the answers one after another.</param>
    /// <param name="ct">Cancels.</param>
    public static Task<T?> ReadAsync<T>(AppDbContext db, string sql, (string Name, object Value) value, Func<DbDataReader, CancellationToken, Task<T?>> read, CancellationToken ct)
        where T : class => RunAsync(db, sql, command => Add(command, "@" + value.Name, value.Value), read, ct);

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private static async Task<T?> RunAsync<T>(AppDbContext db, string sql, Action<DbCommand> addValues, Func<DbDataReader, CancellationToken, Task<T?>> read, CancellationToken ct)
        where T : class
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            var command = db.Database.GetDbConnection().CreateCommand();
            await using (command)
            {
#pragma warning disable CA2100 // Whoever calls writes the statement; what varies is a parameter.
                command.CommandText = sql;
#pragma warning restore CA2100
                command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
                addValues(command);
                await using var reader = await command.ExecuteReaderAsync(ct);
                return await read(reader, ct);
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
