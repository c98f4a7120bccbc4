using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Tells "somebody else was faster" from real errors. After a conflict the whole transaction is worth repeating.</summary>
internal static class WriteConflict
{
    private const int SqliteBusy = 5;
    private const int SqliteLocked = 6;
    private const int SqliteConstraintPrimaryKey = 1555;
    private const int SqliteConstraintUnique = 2067;

    /// <summary>True for a lost version check, a deadlock, a serialisation failure, a lock that did not come in time, and a row of ours that somebody else added first.</summary>
    public static bool Is(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is DbUpdateConcurrencyException || e is PostgresException postgres && Is(postgres) || e is SqliteException sqlite && Is(sqlite)) return true;
        return false;
    }

    private static bool Is(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => true,
        PostgresErrorCodes.UniqueViolation => IsOurs(e.TableName),
        _ => false,
    };

    private static bool Is(SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteBusy or SqliteLocked => true,
        _ => e.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique && IsOurs(TableOf(e.Message)),
    };

    // A duplicate in a domain table is the domain's own business: repeating the run would only meet it again.
    private static bool IsOurs(string? table) => table?.StartsWith("workflow_", StringComparison.Ordinal) == true;

    // "SQLite Error 19: 'UNIQUE constraint failed: workflow_instances.id'."
    private static string? TableOf(string message)
    {
        const string Marker = "constraint failed: ";
        var at = message.IndexOf(Marker, StringComparison.Ordinal);
        return at < 0 ? null : message[(at + Marker.Length)..];
    }
}
