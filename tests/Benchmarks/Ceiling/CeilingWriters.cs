namespace HrBpm.Benchmarks.Ceiling;

/// <summary>Writes recorded runs again for new instances, each run as one transaction, as fast as the database takes them. One writer per worker.</summary>
internal sealed class CeilingWriters : IAsyncDisposable
{
    private readonly IRunWriter[] writers;
    private readonly Recording recording;

    private CeilingWriters(IRunWriter[] writers, Recording recording) => (this.writers, this.recording) = (writers, recording);

    public static async Task<CeilingWriters> OpenAsync(BenchDatabase database, Recording recording, int workers, CancellationToken ct)
    {
        var writers = new IRunWriter[workers];
        var turn = new SemaphoreSlim(1, 1);
        for (var i = 0; i < workers; i++)
            writers[i] = database.IsPostgres ? await PostgresRunWriter.OpenAsync(database.Connection, recording, ct) : await SqliteRunWriter.OpenAsync(database.Connection, recording, turn, ct);
        return new(writers, recording);
    }

    /// <summary>Writes the rows of one run.</summary>
    public Task WriteAsync(int worker, string instanceId, int run) => writers[worker].WriteAsync(run, value => Renamed(value, instanceId));

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in writers) await writer.DisposeAsync();
    }

    // Ids of audit entries are ids of their own; everything else is made of the instance's id.
    private object Renamed(object value, string instanceId) => value switch
    {
        string text when Guid.TryParseExact(text, "D", out _) && !string.Equals(text, BenchServer.Company, StringComparison.OrdinalIgnoreCase) => Guid.CreateVersion7().ToString("D").ToUpperInvariant(),
        string text => text.Replace(recording.InstanceId, instanceId, StringComparison.Ordinal),
        Guid id when id.ToString("D") != BenchServer.Company => Guid.CreateVersion7(),
        _ => value,
    };
}

/// <summary>Writes the rows of one run in one transaction, by statements that were prepared before.</summary>
internal interface IRunWriter : IAsyncDisposable
{
    /// <param name="run">Number of the run.</param>
    /// <param name="renamed">Gives a recorded value its new form.</param>
    Task WriteAsync(int run, Func<object, object> renamed);
}
