using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace HrBpm.Server.Database;

/// <summary>Adds many rows of one table within the open transaction: by binary COPY on PostgreSQL, by one prepared statement on SQLite. Nothing is tracked.</summary>
/// <remarks>An import of a hundred thousand people writes two million rows; EF Core would take minutes for them.</remarks>
internal static class BulkInsert
{
    // In KiB. https://www.sqlite.org/pragma.html#pragma_cache_size
    private const string ManyPages = "PRAGMA cache_size = -98304", UsualPages = "PRAGMA cache_size = -2000";

    /// <summary>Adds the rows, in their order.</summary>
    /// <param name="db">Has an open transaction.</param>
    /// <param name="rows">Read once, while writing.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="InvalidOperationException">A row belongs to another company than the context is in.</exception>
    public static Task RunAsync<T>(AppDbContext db, IEnumerable<T> rows, CancellationToken ct) where T : class, IBelongsToCompany
    {
        var entity = db.Model.FindEntityType(typeof(T))!;
        var columns = entity.GetProperties().Select(p => new Column(p)).ToArray();
        var names = string.Join(", ", columns.Select(c => c.Name));
        return db.Database.GetDbConnection() is NpgsqlConnection postgres
            ? CopyAsync(db, postgres, $"COPY \"{entity.GetTableName()}\" ({names}) FROM STDIN (FORMAT BINARY)", columns, rows, ct)
            : InsertAsync(db, $"INSERT INTO \"{entity.GetTableName()}\" ({names}) VALUES ({string.Join(", ", columns.Select((_, n) => Place(n)))})", columns, rows, ct);
    }

    private static async Task CopyAsync<T>(AppDbContext db, NpgsqlConnection connection, string sql, Column[] columns, IEnumerable<T> rows, CancellationToken ct) where T : class, IBelongsToCompany
    {
        var types = Array.ConvertAll(columns, c => c.PostgresType());
        await using var copy = await connection.BeginBinaryImportAsync(sql, ct);
        foreach (var row in rows)
        {
            db.KeepInCompany(row);
            await copy.StartRowAsync(ct);
            for (var i = 0; i < columns.Length; i++)
            {
                if (columns[i].ValueOf(row) is { } value) await copy.WriteAsync(value, types[i], ct);
                else await copy.WriteNullAsync(ct);
            }
        }

        await copy.CompleteAsync(ct);
    }

    private static async Task InsertAsync<T>(AppDbContext db, string sql, Column[] columns, IEnumerable<T> rows, CancellationToken ct) where T : class, IBelongsToCompany
    {
        // With the little memory that a connection has otherwise, each row of a large index would be read from the file and written back.
        await db.Database.ExecuteSqlRawAsync(ManyPages, ct);
        try
        {
            await FillAsync(db, sql, columns, rows, ct);
        }
        finally
        {
            await db.Database.ExecuteSqlRawAsync(UsualPages, CancellationToken.None);
        }
    }

    private static async Task FillAsync<T>(AppDbContext db, string sql, Column[] columns, IEnumerable<T> rows, CancellationToken ct) where T : class, IBelongsToCompany
    {
        var command = (SqliteCommand)db.Database.GetDbConnection().CreateCommand();
        await using (command)
        {
#pragma warning disable CA2100 // The text is made of the names of the model's tables and columns.
            command.CommandText = sql;
#pragma warning restore CA2100
            command.Transaction = (SqliteTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
            for (var n = 0; n < columns.Length; n++) command.Parameters.Add(columns[n].SqliteParameter(command, Place(n)));
            foreach (var row in rows)
            {
                db.KeepInCompany(row);
                ct.ThrowIfCancellationRequested();
                for (var n = 0; n < columns.Length; n++) command.Parameters[n].Value = columns[n].ValueOf(row) ?? DBNull.Value;
                await command.ExecuteNonQueryAsync(ct);
            }
        }
    }

    private static string Place(int n) => string.Create(CultureInfo.InvariantCulture, $"${n + 1}");

    private sealed class Column(IProperty property)
    {
        private readonly RelationalTypeMapping mapping = property.GetRelationalTypeMapping();

        public string Name { get; } = $"\"{property.GetColumnName()}\"";

        public object? ValueOf(object row)
        {
            var value = property.GetGetter().GetClrValue(row);
            return value is null || mapping.Converter is null ? value : mapping.Converter.ConvertToProvider(value);
        }

        public NpgsqlDbType PostgresType()
        {
            using var maker = new NpgsqlCommand();
            return ((NpgsqlParameter)mapping.CreateParameter(maker, "", null, nullable: true)).NpgsqlDbType;
        }

        // The driver writes ids as text in upper case like EF Core does, so that only the value changes from row to row.
        public SqliteParameter SqliteParameter(SqliteCommand maker, string place) => (SqliteParameter)mapping.CreateParameter(maker, place, null, nullable: true);
    }
}
