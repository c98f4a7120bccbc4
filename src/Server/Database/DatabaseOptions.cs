namespace HrBpm.Server.Database;

/// <summary>The databases that the server runs on.</summary>
internal enum DatabaseProvider
{
    /// <summary>One file in the data folder; one server process.</summary>
    Sqlite,

    /// <summary>Connection string <c>ConnectionStrings:Postgres</c>; any number of server processes.</summary>
    Postgres,
}

/// <summary>Settings section <c>Database</c>.</summary>
internal sealed class DatabaseOptions
{
    /// <summary>Which database. Default: SQLite.</summary>
    public DatabaseProvider Provider { get; init; } = DatabaseProvider.Sqlite;

    /// <summary>How long a statement waits for another process's write lock on SQLite before it fails. Default: 30 s.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
