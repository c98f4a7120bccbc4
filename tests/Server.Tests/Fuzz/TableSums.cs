using System.Data.Common;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Fuzz;

/// <summary>A number for each table that changes with any of its rows.</summary>
internal static class TableSums
{
    /// <summary>Tables that requests may change although they are refused, and those that the server itself changes, each with the reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> MayChange = new Dictionary<string, string>
    {
        ["audit_entries"] = "Refused sign-ins and looking at what is secret are on record, and the clock writes.",
        ["audit_sealed_entries"] = "The sealer follows the entries.",
        ["audit_logs"] = "The sealer follows the entries.",
        ["audit_checkpoints"] = "The sealer follows the entries.",
        ["accounts"] = "Wrong passwords and codes are counted.",
        ["sign_in_sessions"] = "A session notes when it was last used.",
        ["oauth_tokens"] = "A refused authorization ends what grew from it.",
        ["data_protection_keys"] = "The first cookie makes a key.",
        ["company_keys"] = "The first secret of a company makes a key.",
        ["workflow_jobs"] = "Workers lease them and try again.",
        ["connector_calls"] = "Workers write them down.",
    };

    /// <summary>The sums of all other tables.</summary>
    public static async Task<IReadOnlyDictionary<string, (long Rows, long Sum)>> OfAsync(AppDbContext db)
    {
        await db.Database.OpenConnectionAsync();
        var sums = new Dictionary<string, (long, long)>();
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Distinct().Where(t => !MayChange.ContainsKey(t))) sums[table] = await OfAsync(db.Database.GetDbConnection(), table);
        return sums;
    }

    /// <summary>The tables whose sums differ.</summary>
    public static IReadOnlyList<string> Changed(IReadOnlyDictionary<string, (long Rows, long Sum)> before, IReadOnlyDictionary<string, (long Rows, long Sum)> after) =>
        [.. before.Where(b => after[b.Key] != b.Value).Select(b => $"{b.Key} ({b.Value.Rows} → {after[b.Key].Rows} rows)")];

    /// <summary>Columns that hold longer text than the model says: SQLite keeps it, PostgreSQL would have failed.</summary>
    public static async Task<IReadOnlyList<string>> TooLongAsync(AppDbContext db)
    {
        await db.Database.OpenConnectionAsync();
        var found = new List<string>();
        foreach (var entity in db.Model.GetEntityTypes())
            foreach (var property in entity.GetProperties().Where(p => p.GetMaxLength() is not null && p.GetProviderClrType() is null && p.ClrType == typeof(string)))
            {
                await using var command = db.Database.GetDbConnection().CreateCommand();
                command.CommandText = $"SELECT max(length(\"{property.GetColumnName()}\")) FROM \"{entity.GetTableName()}\"";
                if (await command.ExecuteScalarAsync() is long longest && longest > property.GetMaxLength()) found.Add($"{entity.GetTableName()}.{property.GetColumnName()} holds {longest} characters, and has room for {property.GetMaxLength()}");
            }

        return found;
    }

    private static async Task<(long Rows, long Sum)> OfAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM \"{table}\"";
        await using var reader = await command.ExecuteReaderAsync();
        long rows = 0, sum = 0;
        while (await reader.ReadAsync())
        {
            rows++;
            var hash = new HashCode();
            for (var n = 0; n < reader.FieldCount; n++)
                if (reader.GetValue(n) is byte[] bytes) hash.AddBytes(bytes);
                else hash.Add(reader.GetValue(n) is Array list ? string.Join(',', list.Cast<object?>()) : reader.GetValue(n));
            sum += hash.ToHashCode();
        }

        return (rows, sum);
    }
}
