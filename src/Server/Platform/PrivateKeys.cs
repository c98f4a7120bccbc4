using System.Security.Cryptography;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.AspNetCore.DataProtection;

namespace HrBpm.Server.Platform;

/// <summary>
/// Encrypts the private keys and the secrets of jobs that lie in the database, so that whoever holds the database alone can sign and read nothing. The keys that they are
/// encrypted with lie in a folder (setting <c>Keys:Folder</c>, default <c>keys</c> in the data folder); server processes that share a database share that folder.
/// </summary>
/// <remarks>Not the ring that session cookies are encrypted with: that one lies in the database.</remarks>
internal sealed class PrivateKeys(DirectoryInfo folder) : ISecretSeal
{
    private readonly IDataProtectionProvider protection = DataProtectionProvider.Create(folder, o => o.SetApplicationName("HrBpm"));

    /// <summary>The key as it may be stored.</summary>
    /// <param name="key">A private key.</param>
    /// <param name="use">What it is for, and whose it is; the same must be said to <see cref="Unprotect"/>.</param>
    public byte[] Protect(ECDsa key, string use)
    {
        var plain = key.ExportPkcs8PrivateKey();
        try
        {
            return For(use).Protect(plain);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <summary>The key, which the caller disposes.</summary>
    /// <exception cref="CryptographicException">It was stored for another use, was changed, or the folder of keys is another one.</exception>
    public ECDsa Unprotect(byte[] stored, string use)
    {
        var plain = For(use).Unprotect(stored);
        var key = ECDsa.Create();
        try
        {
            key.ImportPkcs8PrivateKey(plain, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain);
        }
    }

    /// <inheritdoc />
    public string Seal(string plain) => Secrets.Protect(plain);

    /// <inheritdoc />
    public string? Open(string stored)
    {
        try
        {
            return Secrets.Unprotect(stored);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Secrets => protection.CreateProtector("HrBpm.JobSecrets");

    /// <summary>A secret of another kind as it may be stored, for example that of an authenticator app.</summary>
    public byte[] ProtectSecret(byte[] secret, string use) => For(use).Protect(secret);

    /// <summary>The secret.</summary>
    /// <exception cref="CryptographicException">It was stored for another use, was changed, or the folder of keys is another one.</exception>
    public byte[] UnprotectSecret(byte[] stored, string use) => For(use).Unprotect(stored);

    private IDataProtector For(string use) => protection.CreateProtector("HrBpm.PrivateKeys", use);
}

/// <summary>Makes the folder of the keys, for its owner only.</summary>
internal static class KeyFolder
{
    public static void AddKeyFolder(this WebApplicationBuilder builder)
    {
        var path = builder.Configuration["Keys:Folder"] is { Length: > 0 } given ? Path.Combine(builder.Environment.ContentRootPath, given) : DataFolder.PathOf(builder, "keys");
        var folder = Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows()) folder.UnixFileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        var keys = new PrivateKeys(folder);
        builder.Services.AddSingleton(keys);
        builder.Services.AddSingleton<ISecretSeal>(keys);
        builder.AddSecrets(folder);
    }
}
