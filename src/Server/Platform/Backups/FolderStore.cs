namespace HrBpm.Server.Platform.Backups;

/// <summary>Backups in a folder.</summary>
internal sealed class FolderStore(BackupOptions options) : IBackupStore
{
    public string Name => options.Folder;

    public Task<IReadOnlyList<string>> ListAsync(CancellationToken ct) => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(options.Folder) ? [.. Directory.EnumerateFiles(options.Folder, BackupName.Pattern).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)] : []);

    // Written there in the first place.
    public Task PutAsync(string path, CancellationToken ct) => Task.CompletedTask;

    public Task<Stream> OpenAsync(string name, CancellationToken ct) => File.Exists(PathOf(name))
        ? Task.FromResult<Stream>(File.OpenRead(PathOf(name)))
        : throw new BackupException($"Expected a backup '{name}' in {options.Folder}, but there is none.");

    public Task DeleteAsync(string name, CancellationToken ct)
    {
        File.Delete(PathOf(name));
        return Task.CompletedTask;
    }

    private string PathOf(string name) => Path.Combine(options.Folder, Path.GetFileName(name));
}
