using System.Security.Cryptography;

namespace HrBpm.Server.Platform.Backups;

/// <summary>A backup as a file on this machine, whose checksum is right.</summary>
internal sealed class FetchedBackup : IAsyncDisposable
{
    private readonly bool isOwn;

    private FetchedBackup(string name, string path, bool isOwn) => (Name, Path, this.isOwn) = (name, path, isOwn);

    public string Name { get; }

    public string Path { get; }

    /// <exception cref="BackupException">There is none, or it is not the one that was made.</exception>
    public static async Task<FetchedBackup> TakeAsync(IServiceProvider services, RestoreBackup.Request request, CancellationToken ct)
    {
        var store = services.GetServices<IBackupStore>().FirstOrDefault(s => s is S3Store == request.IsFromS3) ?? throw new BackupException("Expected settings in Backups:S3, but there are none.");
        var name = request.Name ?? (await store.ListAsync(ct) is [.., var newest] ? newest : null) ?? throw new BackupException($"Expected a backup in {store.Name}, but there is none.");
        var options = services.GetRequiredService<BackupOptions>();
        Directory.CreateDirectory(options.Folder);
        var path = System.IO.Path.Combine(options.Folder, request.IsFromS3 ? $"{name}.{Guid.NewGuid():N}.partial" : System.IO.Path.GetFileName(name));
        var fetched = new FetchedBackup(name, path, request.IsFromS3);
        try
        {
            if (request.IsFromS3)
            {
                await using var content = await store.OpenAsync(name, ct);
                await using var file = File.Create(path);
                await content.CopyToAsync(file, ct);
            }
            else if (!File.Exists(path))
            {
                throw new BackupException($"Expected a backup '{name}' in {store.Name}, but there is none.");
            }
            if ((await store.ListAsync(ct)).Contains(name)) await CompareAsync(store, name, path, ct);
            return fetched;
        }
        catch
        {
            await fetched.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync()
    {
        if (isOwn) File.Delete(Path);
        return ValueTask.CompletedTask;
    }

    private static async Task CompareAsync(IBackupStore store, string name, string path, CancellationToken ct)
    {
        await using var stored = await store.OpenAsync(name + BackupName.Manifest, ct);
        using var json = new MemoryStream();
        await stored.CopyToAsync(json, ct);
        var expected = BackupManifest.Read<BackupManifest>(json.ToArray());
        await using var file = File.OpenRead(path);
        var actual = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct));
        if (actual != expected.Sha256) throw new BackupException($"Expected the backup {name} to have the SHA-256 {expected.Sha256}, but it is {actual}: it was changed or cut off.");
    }
}
