namespace HrBpm.Server.Platform.Backups;

/// <summary>A place where backups are kept.</summary>
internal interface IBackupStore
{
    /// <summary>Where it is, for people.</summary>
    string Name { get; }

    /// <summary>Names of the files that are there, in order.</summary>
    Task<IReadOnlyList<string>> ListAsync(CancellationToken ct);

    /// <summary>Keeps a file under its name.</summary>
    Task PutAsync(string path, CancellationToken ct);

    /// <summary>The content of a file.</summary>
    /// <exception cref="BackupException">It is not there.</exception>
    Task<Stream> OpenAsync(string name, CancellationToken ct);

    Task DeleteAsync(string name, CancellationToken ct);
}
