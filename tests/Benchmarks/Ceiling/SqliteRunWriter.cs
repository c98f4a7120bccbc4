using Microsoft.Data.Sqlite;

namespace HrBpm.Benchmarks.Ceiling;

/// <summary>A run is a row of prepared statements from BEGIN IMMEDIATE to COMMIT, under the same promise about power cuts that the product keeps. Writers take turns, as in the product.</summary>
internal sealed class SqliteRunWriter : IRunWriter
{
    private readonly SqliteConnection connection;
    private readonly Recording recording;
    private readonly SemaphoreSlim turn;
    private readonly SqliteCommand[][] commands;

    private SqliteRunWriter(SqliteConnection connection, Recording recording, SemaphoreSlim turn, SqliteCommand[][] commands) =>
        (this.connection, this.recording, this.turn, this.commands) = (connection, recording, turn, commands);

    public static async Task<SqliteRunWriter> OpenAsync(string connectionString, Recording recording, SemaphoreSlim turn, CancellationToken ct)
    {
        var connection = new SqliteConnection(connectionString + ";Foreign Keys=True");
        await connection.OpenAsync(ct);
        await using var pragmas = connection.CreateCommand();
        pragmas.CommandText = "PRAGMA busy_timeout = 30000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
        await pragmas.ExecuteNonQueryAsync(ct);
        var commands = recording.Runs.Select(run => CommandsOf(connection, run)).ToArray();
        foreach (var command in commands.SelectMany(c => c)) command.Prepare();
        return new(connection, recording, turn, commands);
    }

    public async Task WriteAsync(int run, Func<object, object> renamed)
    {
        for (var i = 0; i < recording.Runs[run].Count; i++)
        {
            var (values, parameters) = (recording.Runs[run][i].Values, commands[run][i + 1].Parameters);
            for (var p = 0; p < values.Count; p++) parameters[p].Value = renamed(values[p]);
        }

        await turn.WaitAsync();
        try
        {
            foreach (var command in commands[run]) command.ExecuteNonQuery();
        }
        finally
        {
            turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in commands.SelectMany(c => c)) await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static SqliteCommand[] CommandsOf(SqliteConnection connection, IReadOnlyList<RowChange> run) =>
        [CommandOf(connection, new RowChange("BEGIN IMMEDIATE", [])), .. run.Select(change => CommandOf(connection, change)), CommandOf(connection, new RowChange("COMMIT", []))];

    private static SqliteCommand CommandOf(SqliteConnection connection, RowChange change)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The text is made of the names of columns.
        command.CommandText = change.Sql;
#pragma warning restore CA2100
        for (var i = 0; i < change.Values.Count; i++) command.Parameters.AddWithValue($"${i + 1}", change.Values[i]);
        return command;
    }
}
