namespace HrBpm.Benchmarks.Ceiling;

/// <summary>One statement of a recorded run: SQL with the parameters <c>$1</c>, <c>$2</c> …, and what they were.</summary>
/// <param name="Sql">The statement.</param>
/// <param name="Values">Its values, in order.</param>
internal sealed record RowChange(string Sql, IReadOnlyList<object> Values)
{
    public static RowChange Insert(string table, IReadOnlyDictionary<string, object> row) =>
        new($"INSERT INTO {table} ({string.Join(", ", row.Keys)}) VALUES ({string.Join(", ", Enumerable.Range(1, row.Count).Select(n => $"${n}"))})", [.. row.Values]);

    public static RowChange Delete(string table, IReadOnlyDictionary<string, object> key) => new($"DELETE FROM {table} WHERE {Conditions(key.Keys, 1)}", [.. key.Values]);

    public static RowChange Update(string table, IReadOnlyDictionary<string, object> changed, IReadOnlyDictionary<string, object> key) =>
        new($"UPDATE {table} SET {string.Join(", ", changed.Keys.Select((c, i) => $"{c} = ${i + 1}"))} WHERE {Conditions(key.Keys, changed.Count + 1)}", [.. changed.Values, .. key.Values]);

    private static string Conditions(IEnumerable<string> columns, int first) => string.Join(" AND ", columns.Select((c, i) => $"{c} = ${first + i}"));
}
