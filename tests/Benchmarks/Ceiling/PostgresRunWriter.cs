using Npgsql;

namespace HrBpm.Benchmarks.Ceiling;

/// <summary>A run is one prepared batch from BEGIN to COMMIT: one round trip.</summary>
internal sealed class PostgresRunWriter : IRunWriter
{
    private readonly NpgsqlConnection connection;
    private readonly Recording recording;
    private readonly NpgsqlBatch[] batches;

    private PostgresRunWriter(NpgsqlConnection connection, Recording recording, NpgsqlBatch[] batches) => (this.connection, this.recording, this.batches) = (connection, recording, batches);

    public static async Task<PostgresRunWriter> OpenAsync(string connectionString, Recording recording, CancellationToken ct)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(ct);
        var batches = recording.Runs.Select(run => BatchOf(connection, run)).ToArray();
        foreach (var batch in batches) await batch.PrepareAsync(ct);
        return new(connection, recording, batches);
    }

    public Task WriteAsync(int run, Func<object, object> renamed)
    {
        var batch = batches[run];
        for (var i = 0; i < recording.Runs[run].Count; i++)
        {
            var (values, parameters) = (recording.Runs[run][i].Values, batch.BatchCommands[i + 1].Parameters);
            for (var p = 0; p < values.Count; p++) parameters[p].Value = renamed(values[p]);
        }

        return batch.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var batch in batches) await batch.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static NpgsqlBatch BatchOf(NpgsqlConnection connection, IReadOnlyList<RowChange> run)
    {
        var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        foreach (var change in run)
        {
            var command = new NpgsqlBatchCommand(change.Sql);
            foreach (var value in change.Values) command.Parameters.Add(new NpgsqlParameter { Value = value });
            batch.BatchCommands.Add(command);
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        return batch;
    }
}
