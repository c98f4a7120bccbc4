using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>A query that each run makes. It goes past EF Core, which would need longer to make the statement than the database needs to answer it.</summary>
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
                for (var n = 0; n < values.Length; n++)
                {
                    var parameter = command.CreateParameter();
                    // Npgsql counts parameters without a name, SQLite finds them by it.
                    (parameter.ParameterName, parameter.Value) = (db.Database.IsNpgsql() ? "" : string.Create(CultureInfo.InvariantCulture, $"${n + 1}"), values[n]);
                    command.Parameters.Add(parameter);
                }

                await using var reader = await command.ExecuteReaderAsync(ct);
                return await reader.ReadAsync(ct) ? read(reader) : null;
            }
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
