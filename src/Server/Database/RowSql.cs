using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace HrBpm.Server.Database;

/// <summary>The statements that write one table's rows, made from the model at their first use. Their text never varies, so that a database prepares each once.</summary>
internal sealed class RowSql
{
    private const string Kept = "HrBpm:RowSql";
    private readonly string table;
    private readonly IProperty[] columns;
    private readonly IProperty[] found;
    private readonly string insert;
    private readonly string delete;
    private readonly ConcurrentDictionary<ulong, string> updates = new();
    private readonly ConcurrentDictionary<string[], IProperty[]> sets = new(ReferenceEqualityComparer.Instance);

    private RowSql(IEntityType entity)
    {
        table = $"\"{entity.GetTableName()}\"";
        columns = [.. entity.GetProperties()];
        found = [.. entity.FindPrimaryKey()!.Properties, .. columns.Where(c => c.IsConcurrencyToken && !c.IsPrimaryKey())];
        insert = $"INSERT INTO {table} ({string.Join(", ", columns.Select(NameOf))}) VALUES ({string.Join(", ", columns.Select((_, n) => $"${n + 1}"))})";
        delete = $"DELETE FROM {table} WHERE {Condition(1)}";
    }

    /// <summary>The statements of an entity's table.</summary>
    /// <exception cref="InvalidOperationException">The table is more than its columns.</exception>
    public static RowSql For(IEntityType entity) => Find(entity) ?? throw new InvalidOperationException($"Expected {entity.DisplayName()} to be a table of plain columns, but it is more than that.");

    /// <summary>False when a change takes EF Core itself: rows of tables that refer to each other have to be written in a certain order, and some tables are more than their columns.</summary>
    public static bool CanWrite(IReadOnlyList<EntityEntry> changed)
    {
        var tables = changed.Select(e => e.Metadata).ToHashSet();
        return tables.All(t => Find(t) is not null && !t.GetForeignKeys().Any(f => tables.Contains(f.PrincipalEntityType)));
    }

    /// <summary>The statement that brings one tracked change to the database.</summary>
    public RowWrite Write(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => Insert(entry.Entity),
        EntityState.Deleted => new(RowWriteKind.Delete, delete, [.. found.Select(c => Original(entry, c))]),
        EntityState.Modified => Update([.. columns.Where(c => entry.Property(c).IsModified)], c => Current(entry.Entity, c), c => Original(entry, c)),
        _ => throw new InvalidOperationException($"Expected a changed row of {table}, but it is {entry.State}."),
    };

    /// <summary>Adds a row.</summary>
    public RowWrite Insert(object row) => new(RowWriteKind.Insert, insert, Array.ConvertAll(columns, c => Current(row, c)));

    /// <summary>Removes the row with that key.</summary>
    public RowWrite Delete(object row) => new(RowWriteKind.Delete, delete, Array.ConvertAll(found, c => Current(row, c)));

    /// <summary>Sets these columns of the row, and its next version if it has one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="changed">Names of the properties; the same array each time, since what follows from it is kept.</param>
    public RowWrite Update(object row, string[] changed) => Update(
        sets.GetOrAdd(changed, names => [.. columns.Where(c => c.Name == nameof(IVersioned.Version) || names.Contains(c.Name))]),
        c => c.Name == nameof(IVersioned.Version) ? new(c.GetRelationalTypeMapping(), ((IVersioned)row).Version + 1) : Current(row, c),
        c => Current(row, c));

    private RowWrite Update(IProperty[] set, Func<IProperty, ColumnValue> after, Func<IProperty, ColumnValue> before)
    {
        var mask = set.Aggregate(0UL, (bits, c) => bits | 1UL << Array.IndexOf(columns, c));
        var sql = updates.GetOrAdd(mask, _ => $"UPDATE {table} SET {string.Join(", ", set.Select((c, n) => $"{NameOf(c)} = ${n + 1}"))} WHERE {Condition(set.Length + 1)}");
        return new(RowWriteKind.Update, sql, [.. set.Select(after), .. found.Select(before)]);
    }

    private static RowSql? Find(IEntityType entity) =>
        entity.GetOrAddRuntimeAnnotationValue(Kept, static e => IsPlain(e!) ? new Lazy<RowSql>(() => new RowSql(e!)) : null, entity)?.Value;

    // One table, columns that we fill ourselves, and nothing nested: then a row is what its properties say, and the database adds nothing to it.
    private static bool IsPlain(IEntityType entity) =>
        entity.GetTableName() is not null && entity.FindPrimaryKey() is not null && entity.BaseType is null && !entity.GetDerivedTypes().Any()
        && !entity.GetComplexProperties().Any() && !entity.GetNavigations().Any() && !entity.GetSkipNavigations().Any()
        && entity.GetProperties().Count() <= 64
        && entity.GetProperties().All(p => !p.IsShadowProperty() && p.ValueGenerated == ValueGenerated.Never && p.GetColumnName() is not null);

    private static ColumnValue Current(object row, IProperty column) => new(column.GetRelationalTypeMapping(), column.GetGetter().GetClrValue(row));

    private static ColumnValue Original(EntityEntry entry, IProperty column) => new(column.GetRelationalTypeMapping(), entry.Property(column).OriginalValue);

    private string Condition(int first) => string.Join(" AND ", found.Select((c, n) => $"{NameOf(c)} = ${first + n}"));

    private static string NameOf(IProperty column) => $"\"{column.GetColumnName()}\"";
}
