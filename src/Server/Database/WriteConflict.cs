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

    /// <summary>True for a lost version check, a deadlock, a serialisation failure, a lock that did not come in time, and a row that somebody else added first: the repeated transaction sees it, and refuses or takes another way.</summary>
    public static bool Is(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
            if (e is DbUpdateConcurrencyException || e is PostgresException postgres && Is(postgres) || e is SqliteException sqlite && Is(sqlite)) return true;
        return false;
    }

    private static bool Is(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable => true,
        PostgresErrorCodes.UniqueViolation => true,
        _ => false,
    };

    private static bool Is(SqliteException e) => e.SqliteErrorCode switch
    {
        SqliteBusy or SqliteLocked => true,
        _ => e.SqliteExtendedErrorCode is SqliteConstraintPrimaryKey or SqliteConstraintUnique,
    };
}
