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
        // The same few statements again and again: each is made ready once.
        var commands = new Dictionary<string, SqliteCommand>();
        try
        {
            foreach (var write in writes)
            {
                if (!commands.TryGetValue(write.Sql, out var command)) commands[write.Sql] = command = Make(transaction, write.Sql);
                command.Parameters.Clear();
                for (var n = 0; n < write.Values.Count; n++) command.Parameters.Add((SqliteParameter)write.Values[n].ToParameter(command, string.Create(CultureInfo.InvariantCulture, $"${n + 1}")));
                if (await command.ExecuteNonQueryAsync(ct) != 1 && write.FindsRow)
                    throw new DbUpdateConcurrencyException("Expected each changed row to be as it was read, but somebody else was faster.");
            }
        }
        finally
        {
            foreach (var command in commands.Values) await command.DisposeAsync();
        }
    }

    private static SqliteCommand Make(SqliteTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
#pragma warning disable CA2100 // The text is made of the names of the model's tables and columns.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        return command;
    }
}
