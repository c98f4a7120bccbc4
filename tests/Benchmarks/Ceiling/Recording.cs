using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace HrBpm.Benchmarks.Ceiling;

/// <summary>What the runs of one real instance wrote, found by comparing its rows before and after each run.</summary>
/// <param name="InstanceId">The instance; whoever writes the rows again replaces it.</param>
/// <param name="Runs">The statements of each run.</param>
internal sealed record Recording(string InstanceId, IReadOnlyList<IReadOnlyList<RowChange>> Runs)
{
    // Each table of the run, how to find an instance's rows there, and the columns of its key.
    private static readonly (string Table, string Condition, string[] Key)[] Tables =
    [
        ("workflow_bookmarks", "instance_id = @id", ["id"]),
        ("workflow_instances", "id = @id", ["id"]),
        ("workflow_runs", "instance_id = @id", ["instance_id", "number"]),
        ("audit_entries", "subject = 'instance:' || @id", ["id"]),
    ];

    /// <summary>Records an instance.</summary>
    /// <param name="server">Where it runs.</param>
    /// <param name="runs">How many runs it takes.</param>
    /// <param name="run">Makes one run of the instance with that id; the number counts from 0, which is the start.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<Recording> MakeAsync(BenchServer server, int runs, Func<string, int, Task> run, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString("N");
        var recorded = new List<IReadOnlyList<RowChange>>();
        await using DbConnection connection = server.Database.IsPostgres ? new NpgsqlConnection(server.Database.Connection) : new SqliteConnection(server.Database.Connection);
        await connection.OpenAsync(ct);
        var before = await ReadAsync(connection, id, ct);
        for (var number = 0; number < runs; number++)
        {
            await run(id, number);
            var after = await ReadAsync(connection, id, ct);
            recorded.Add([.. Tables.SelectMany(t => Compare(t.Table, t.Key, before[t.Table], after[t.Table]))]);
            before = after;
        }

        return new(id, recorded);
    }

    private static async Task<Dictionary<string, Dictionary<string, Dictionary<string, object>>>> ReadAsync(DbConnection connection, string id, CancellationToken ct)
    {
        var tables = new Dictionary<string, Dictionary<string, Dictionary<string, object>>>();
        foreach (var (table, condition, key) in Tables)
        {
            await using var select = connection.CreateCommand();
            select.CommandText = $"SELECT * FROM {table} WHERE {condition}";
            var parameter = select.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@id", id);
            select.Parameters.Add(parameter);
            await using var reader = await select.ExecuteReaderAsync(ct);
            var rows = tables[table] = [];
            while (await reader.ReadAsync(ct))
            {
                var row = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, reader.GetValue);
                rows[string.Join('|', key.Select(k => row[k]))] = row;
            }
        }

        return tables;
    }

    private static IEnumerable<RowChange> Compare(string table, string[] key, Dictionary<string, Dictionary<string, object>> before, Dictionary<string, Dictionary<string, object>> after)
    {
        foreach (var (gone, row) in before.Where(b => !after.ContainsKey(b.Key))) yield return RowChange.Delete(table, Only(row, key));
        foreach (var (found, row) in after)
        {
            if (!before.TryGetValue(found, out var old)) yield return RowChange.Insert(table, row);
            else if (row.Where(c => !c.Value.Equals(old[c.Key])).ToDictionary() is { Count: > 0 } changed) yield return RowChange.Update(table, changed, Only(old, old.ContainsKey("version") ? [.. key, "version"] : key));
        }
    }

    private static Dictionary<string, object> Only(Dictionary<string, object> row, string[] columns) => columns.ToDictionary(c => c, c => row[c]);
}
