using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Database;

/// <summary>Writes changed rows one after the other; SQLite runs in the process, so there are no round trips to be saved.</summary>
/// <remarks>The promises are EF Core's: a changed or deleted row must be found as it was read.</remarks>
internal static class SqliteRows
{
    /// <summary>Writes within the open transaction.</summary>
    /// <exception cref="DbUpdateConcurrencyException">A row was not found.</exception>
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
                for (var n = 0; n < write.Values.Count; n++) command.Parameters.Add((SqliteParameter)write.Values[n].ToParameter(command, string.Create(CultureInfo.InvariantCulture, $"${n + 1}")));
                if (await command.ExecuteNonQueryAsync(ct) != 1 && write.FindsRow)
                    throw new DbUpdateConcurrencyException("Expected each changed row to be as it was read, but somebody else was faster.");
            }
        }
    }
}
