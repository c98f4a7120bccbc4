using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>Where the database fails a run.</summary>
public enum Accident
{
    /// <summary>One of several statements is refused.</summary>
    InTheMiddle,

    /// <summary>All statements succeed, and then the commit is refused.</summary>
    AtTheCommit,

    /// <summary>All statements succeed, and the database's process dies in the commit.</summary>
    KilledAtTheCommit,
}

/// <summary>Makes the database itself fail: whatever way a program takes to it, it meets the accident.</summary>
internal static class AccidentInDatabase
{
    /// <summary>From here on, whoever inserts into the table has the accident.</summary>
    public static Task<int> PrepareAsync(WorkflowServer server, TestDatabase database, Accident accident, string table) => RunAsync(server, (database, accident) switch
    {
        (TestDatabase.Sqlite, Accident.InTheMiddle) => $"CREATE TRIGGER accident BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END;",
        // A deferred foreign key is checked at the commit, which then fails.
        (TestDatabase.Sqlite, _) => $"""
            CREATE TABLE accident_child (parent INTEGER REFERENCES accident_parent (id) DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE accident_parent (id INTEGER PRIMARY KEY);
            CREATE TRIGGER accident AFTER INSERT ON {table} BEGIN INSERT INTO accident_child VALUES (1); END;
            """,
        (_, Accident.InTheMiddle) => Function("RAISE EXCEPTION 'the disk is full';") + $"CREATE TRIGGER accident BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION accident();",
        (_, Accident.AtTheCommit) => Function("RAISE EXCEPTION 'the disk is full';") + AtTheCommit(table),
        (_, _) => Function("PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10);") + AtTheCommit(table),
    });

    /// <summary>Nothing happens any more.</summary>
    public static Task<int> ClearAsync(WorkflowServer server, TestDatabase database, string table) => RunAsync(server, database == TestDatabase.Sqlite
        ? "DROP TRIGGER accident; DROP TABLE IF EXISTS accident_child; DROP TABLE IF EXISTS accident_parent;"
        : $"DROP TRIGGER accident ON {table}; DROP FUNCTION accident;");

    private static string AtTheCommit(string table) => $"CREATE CONSTRAINT TRIGGER accident AFTER INSERT ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION accident();";

    private static string Function(string what) => $"CREATE FUNCTION accident() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN {what.Replace("'", "''", StringComparison.Ordinal)} RETURN NEW; END';\n";

    private static Task<int> RunAsync(WorkflowServer server, string sql) => server.ReadAsync(db => db.Database.ExecuteSqlRawAsync(sql));
}
