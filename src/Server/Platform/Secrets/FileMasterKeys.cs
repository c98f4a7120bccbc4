using System.Security.Cryptography;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Master keys in the file <c>master.keys</c> of the folder of keys. Keep a copy of the file elsewhere: without it neither the database's secrets nor a backup can be read.</summary>
internal static class FileMasterKeys
{
    /// <summary>Reads the file, which is made with one new key, for its owner only, when it is missing.</summary>
    public static MasterKeyRing Open(DirectoryInfo folder)
    {
        var path = Path.Combine(folder.FullName, "master.keys");
        if (!File.Exists(path)) Make(path);
        return new MasterKeyRing(File.ReadAllText(path), path);
    }

    // Whole or not at all, because processes that start together must agree on one key: whoever is second takes the first one's.
    private static void Make(string path)
    {
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes($"{Guid.CreateVersion7():D}:{Convert.ToBase64String(RandomNumberGenerator.GetBytes(SealedBytes.KeyLength))}\n"));
            file.Flush(flushToDisk: true);
        }
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(draft);
        }
    }
}
