using System.Data.Common;
using Microsoft.EntityFrameworkCore.Storage;

namespace HrBpm.Server.Database;

/// <summary>What is done to a row, in the order in which it is done: what goes makes room for what comes under the same unique key.</summary>
internal enum RowWriteKind
{
    /// <summary>The row goes.</summary>
    Delete,

    /// <summary>The row changes.</summary>
    Update,

    /// <summary>The row comes.</summary>
    Insert,
}

/// <summary>One row to write.</summary>
/// <param name="Kind">What is done to it.</param>
/// <param name="Sql">Statement with the parameters <c>$1</c>, <c>$2</c> ….</param>
/// <param name="Values">Its values, in order.</param>
internal readonly record struct RowWrite(RowWriteKind Kind, string Sql, IReadOnlyList<ColumnValue> Values)
{
    /// <summary>The statement must find exactly one row: otherwise somebody else was faster.</summary>
    public bool FindsRow => Kind != RowWriteKind.Insert;
}

/// <summary>A value, and how its column stores it.</summary>
internal readonly record struct ColumnValue(RelationalTypeMapping Mapping, object? Value)
{
    /// <summary>The value as the database's driver wants it.</summary>
    public DbParameter ToParameter(DbCommand maker, string name) => Mapping.CreateParameter(maker, name, Value, nullable: Value is null);
}
