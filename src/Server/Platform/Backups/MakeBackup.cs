using System.Reflection;
using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Makes a backup while the server works, and removes those that are kept long enough.</summary>
internal sealed class MakeBackup(IServiceScopeFactory scopes, IBackupContent content, IMasterKeys master, IEnumerable<IBackupStore> stores, BackupOptions options, TimeProvider clock)
{
    /// <summary>Version of this program.</summary>
    public static string Product { get; } = typeof(MakeBackup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <summary>What was made.</summary>
    /// <param name="Name">Name of the backup.</param>
    /// <param name="Manifest">What is in it.</param>
    /// <param name="Removed">Old ones that were removed, in all places together.</param>
    public sealed record Made(string Name, BackupManifest Manifest, int Removed);

    /// <summary>How old the newest backup is, in whatever place can be reached; null when there is none.</summary>
    public async Task<TimeSpan?> AgeOfNewestAsync(CancellationToken ct)
    {
        DateTime? newest = null;
        foreach (var store in stores)
        {
            try
            {
                if ((await store.ListAsync(ct)).Select(BackupName.TimeOf).Max() is { } at && (newest is null || at > newest)) newest = at;
            }
            catch (Exception unreachable) when (unreachable is not OperationCanceledException)
            {
                // One backup too many does no harm; sending it will say what is wrong.
            }
        }

        return clock.GetUtcNow().UtcDateTime - newest;
    }

    /// <summary>Makes one, sends it to each place and removes old ones there.</summary>
    /// <exception cref="BackupException">There is nothing to back up, or a place could not be reached: then the backup lies in the others, and <see cref="CatchUpAsync"/> sends it there later.</exception>
    public async Task<Made> RunAsync(CancellationToken ct)
    {
        var at = clock.GetUtcNow().UtcDateTime;
        Directory.CreateDirectory(options.Folder);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        var head = new BackupHead(Product, await BackupQueries.SchemaAsync(db, ct), scope.ServiceProvider.GetRequiredService<DatabaseOptions>().Provider, at);
        var path = Path.Combine(options.Folder, BackupName.Of(head.Provider, at));
        var manifest = await WriteAsync(db, head, path, ct);
        await File.WriteAllBytesAsync(path + BackupName.Manifest, BackupManifest.Write(manifest), ct);
        var removed = 0;
        var missed = new List<string>();
        foreach (var store in stores)
        {
            try
            {
                removed += await SendAsync(store, path, at, ct);
            }
            catch (Exception failed) when (failed is not OperationCanceledException)
            {
                missed.Add($"{store.Name}: {failed.Message}");
            }
        }

        return missed.Count == 0
            ? new(Path.GetFileName(path), manifest, removed)
            : throw new BackupException($"Expected the backup {Path.GetFileName(path)} to be kept in each place, but it could not be sent to {string.Join("; ", missed)}. It is sent again later.");
    }

    /// <summary>Sends the newest backup of the folder to each place that does not have it, because it could not be reached before.</summary>
    /// <returns>To how many places.</returns>
    public async Task<int> CatchUpAsync(CancellationToken ct)
    {
        // What has no manifest yet is still being made.
        var newest = Directory.Exists(options.Folder) ? Directory.EnumerateFiles(options.Folder, BackupName.Pattern).Where(f => BackupName.Is(Path.GetFileName(f)) && File.Exists(f + BackupName.Manifest)).Max(StringComparer.Ordinal) : null;
        if (newest is null) return 0;
        var sent = 0;
        foreach (var store in stores)
        {
            if ((await store.ListAsync(ct)).Contains(Path.GetFileName(newest))) continue;
            await SendAsync(store, newest, clock.GetUtcNow().UtcDateTime, ct);
            sent++;
        }

        return sent;
    }

    // The manifest first: what is listed is whole.
    private async Task<int> SendAsync(IBackupStore store, string path, DateTime nowUtc, CancellationToken ct)
    {
        await store.PutAsync(path + BackupName.Manifest, ct);
        await store.PutAsync(path, ct);
        return await RetainAsync(store, nowUtc, ct);
    }

    // Under another name until it is whole: whoever looks for a backup finds no half one.
    private async Task<BackupManifest> WriteAsync(AppDbContext db, BackupHead head, string path, CancellationToken ct)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.partial";
        try
        {
            BackupManifest manifest;
            await using (var file = new FileStream(draft, FileMode.CreateNew, FileAccess.Write))
            {
                await using var backup = await BackupWriter.BeginAsync(file, master, ct);
                await backup.AddAsync("head.json", new MemoryStream(BackupManifest.Write(head)), ct);
                manifest = await content.WriteAsync(db, backup, head, ct);
                await backup.AddAsync("manifest.json", new MemoryStream(BackupManifest.Write(manifest)), ct);
                await backup.FinishAsync();
                file.Flush(flushToDisk: true);
            }
            await using (var file = File.OpenRead(draft))
                manifest = manifest with { Length = file.Length, Sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, ct)) };
            File.Move(draft, path, overwrite: true);
            return manifest;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private async Task<int> RetainAsync(IBackupStore store, DateTime nowUtc, CancellationToken ct)
    {
        var old = (await store.ListAsync(ct)).SkipLast(options.KeepAtLeast).Where(name => BackupName.TimeOf(name) < nowUtc - options.RetainedFor).ToList();
        foreach (var name in old)
        {
            await store.DeleteAsync(name, ct);
            await store.DeleteAsync(name + BackupName.Manifest, ct);
        }

        return old.Count;
    }
}
