using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>The statements that write one table's rows, made from the model at their first use. Their text never varies, so that a database prepares each once.</summary>
internal sealed class RowSql
{
    private const string Kept = "HrBpm:RowSql";
    private readonly IEntityType entity;
    private readonly IProperty[] columns;
    private readonly IProperty[] key;
    private readonly IProperty[] found;
    private readonly string insert;
    private readonly string delete;
    private readonly ConcurrentDictionary<ulong, string> updates = new();

    private RowSql(IEntityType entity)
    {
        this.entity = entity;
        columns = [.. entity.GetProperties()];
        key = [.. entity.FindPrimaryKey()!.Properties];
        found = [.. key, .. columns.Where(c => c.IsConcurrencyToken && !key.Contains(c))];
        insert = $"INSERT INTO {Table} ({string.Join(", ", columns.Select(NameOf))}) VALUES ({string.Join(", ", columns.Select((_, n) => $"${n + 1}"))})";
        delete = $"DELETE FROM {Table} WHERE {Condition(1)}";
    }

    /// <summary>The statements of an entity's table; null when it takes EF Core itself to write it.</summary>
    private static RowSql? For(IEntityType entity) =>
        entity.GetOrAddRuntimeAnnotationValue(Kept, static e => IsPlain(e!) ? new Lazy<RowSql>(() => new RowSql(e!)) : null, entity)?.Value;

    /// <summary>False when a change takes EF Core itself: rows of tables that refer to each other have to be written in a certain order, and some tables are more than their columns.</summary>
    public static bool CanWrite(IReadOnlyList<EntityEntry> changed)
    {
        var tables = changed.Select(e => e.Metadata).ToHashSet();
        return tables.All(t => For(t) is not null && !t.GetForeignKeys().Any(f => tables.Contains(f.PrincipalEntityType)));
    }

    /// <summary>The statements for all changes. What goes makes room for what comes under the same unique key.</summary>
    public static IReadOnlyList<RowWrite> WritesOf(IReadOnlyList<EntityEntry> changed) =>
        [.. changed.OrderBy(e => e.State switch { EntityState.Deleted => 0, EntityState.Modified => 1, _ => 2 }).Select(e => For(e.Metadata)!.WriteOf(e))];

    /// <summary>The statement that brings one changed row to the database.</summary>
    private RowWrite WriteOf(EntityEntry entry) => entry.State switch
    {
        EntityState.Added => new(insert, [.. columns.Select(c => Current(entry, c))], FindsRow: false),
        EntityState.Deleted => new(delete, [.. found.Select(c => Original(entry, c))], FindsRow: true),
        EntityState.Modified => Update(entry),
        _ => throw new InvalidOperationException($"Expected a changed row of {Table}, but it is {entry.State}."),
    };

    private RowWrite Update(EntityEntry entry)
    {
        var changed = columns.Where(c => entry.Property(c).IsModified).ToArray();
        var mask = changed.Aggregate(0UL, (bits, c) => bits | 1UL << Array.IndexOf(columns, c));
        var sql = updates.GetOrAdd(mask, _ => $"UPDATE {Table} SET {string.Join(", ", changed.Select((c, n) => $"{NameOf(c)} = ${n + 1}"))} WHERE {Condition(changed.Length + 1)}");
        return new(sql, [.. changed.Select(c => Current(entry, c)), .. found.Select(c => Original(entry, c))], FindsRow: true);
    }

    // One table, columns that we fill ourselves, and nothing nested: then a row is what its properties say, and the database adds nothing to it.
    private static bool IsPlain(IEntityType entity) =>
        entity.GetTableName() is not null && entity.FindPrimaryKey() is not null && entity.BaseType is null && !entity.GetDerivedTypes().Any()
        && !entity.GetComplexProperties().Any() && !entity.GetNavigations().Any() && !entity.GetSkipNavigations().Any()
        && entity.GetProperties().Count() <= 64
        && entity.GetProperties().All(p => !p.IsShadowProperty() && p.ValueGenerated == ValueGenerated.Never && p.GetColumnName() is not null);

    private static ColumnValue Current(EntityEntry entry, IProperty column) => new(column.GetRelationalTypeMapping(), column.GetGetter().GetClrValue(entry.Entity));

    private static ColumnValue Original(EntityEntry entry, IProperty column) => new(column.GetRelationalTypeMapping(), entry.Property(column).OriginalValue);

    private string Table => $"\"{entity.GetTableName()}\"";

    private string Condition(int first) => string.Join(" AND ", found.Select((c, n) => $"{NameOf(c)} = ${first + n}"));

    private static string NameOf(IProperty column) => $"\"{column.GetColumnName()}\"";
}

/// <summary>One row to write.</summary>
/// <param name="Sql">Statement with the parameters <c>$1</c>, <c>$2</c> ….</param>
/// <param name="Values">Its values, in order.</param>
/// <param name="FindsRow">It must find exactly one row: otherwise somebody else was faster.</param>
internal readonly record struct RowWrite(string Sql, IReadOnlyList<ColumnValue> Values, bool FindsRow);

/// <summary>A value, and how its column stores it.</summary>
internal readonly record struct ColumnValue(RelationalTypeMapping Mapping, object? Value)
{
    /// <summary>The value as the database's driver wants it.</summary>
    public DbParameter ToParameter(DbCommand maker, string name) => Mapping.CreateParameter(maker, name, Value, nullable: Value is null);
}
