using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Makes sure that there are keys which are young enough, and drops those that verify nothing any more: at each start, one process at a time, and while the server runs.</summary>
internal sealed class RotateOAuthKeys(AppDbContext db, PrivateKeys keys, OAuthOptions options) : IStartupStep
{
    private const int SigningBits = 2048, EncryptionBytes = 32;

    public async Task RunAsync(CancellationToken ct)
    {
        var nowUtc = UtcDateTimeConverter.ToStored(LiveSessions.NowUtc);
        var (young, dead) = (nowUtc - options.KeyLife, nowUtc - 2 * options.KeyLife);
        await db.OAuthKeys.Where(k => k.CreatedUtc < dead).ExecuteDeleteAsync(ct);
        foreach (var isForSigning in (bool[])[true, false])
            // Two processes may both make one; either is good, and both grow old.
            if ((!isForSigning || options.SigningCertificates.Count == 0) && !await db.OAuthKeys.AnyAsync(k => k.IsForSigning == isForSigning && k.CreatedUtc > young, ct)) db.Add(New(isForSigning, nowUtc));
        await db.SaveChangesAsync(ct);
        // Now, and not with the first token that somebody asks for.
        foreach (var key in await db.OAuthKeys.AsNoTracking().ToListAsync(ct)) OAuthKeys.Open(key, keys);
    }

    private OAuthKey New(bool isForSigning, DateTime nowUtc)
    {
        var id = Guid.CreateVersion7();
        return new OAuthKey { Id = id, IsForSigning = isForSigning, CreatedUtc = nowUtc, ProtectedKey = keys.ProtectSecret(isForSigning ? NewSigningKey() : RandomNumberGenerator.GetBytes(EncryptionBytes), UseOf(id)) };
    }

    private static byte[] NewSigningKey()
    {
        using var key = RSA.Create(SigningBits);
        return key.ExportPkcs8PrivateKey();
    }

    /// <summary>What a key is encrypted for.</summary>
    public static string UseOf(Guid id) => $"oauth:{id:D}";
}

/// <summary>Gives OpenIddict the keys: certificates where the settings name some, and those of the database, the one that signs first.</summary>
internal sealed class OAuthKeys(IServiceScopeFactory scopes, PrivateKeys keys, OAuthOptions settings) : IConfigureOptions<OpenIddictServerOptions>
{
    /// <exception cref="SettingsException">The folder of keys is not the one that these keys were encrypted with, or a certificate is not usable.</exception>
    public void Configure(OpenIddictServerOptions options)
    {
        var nowUtc = LiveSessions.NowUtc;
        foreach (var certificate in SigningCertificates.Load(settings.SigningCertificates, nowUtc)) options.SigningCredentials.Add(new SigningCredentials(new X509SecurityKey(certificate), SecurityAlgorithms.RsaSha256));
        using var scope = scopes.CreateScope();
        foreach (var key in InOrder(scope.ServiceProvider.GetRequiredService<AppDbContext>().OAuthKeys.AsNoTracking().ToList(), settings, nowUtc))
            if (!key.IsForSigning) options.EncryptionCredentials.Add(new EncryptingCredentials(new SymmetricSecurityKey(Open(key, keys)) { KeyId = key.Id.ToString("N") }, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            // Where there are certificates, these are keys from before: they still verify, if they come last.
            else options.SigningCredentials.Add(new SigningCredentials(SigningKeyOf(key), SecurityAlgorithms.RsaSha256));
    }

    /// <summary>The key that is used first. A new one is shown for some time before it is used, so that other processes and clients have it by then.</summary>
    public static IEnumerable<OAuthKey> InOrder(IEnumerable<OAuthKey> all, OAuthOptions settings, DateTime nowUtc) =>
        all.OrderBy(k => k.CreatedUtc > nowUtc - settings.KeyShownBefore).ThenByDescending(k => k.CreatedUtc);

    /// <summary>What a key is, decrypted.</summary>
    /// <exception cref="SettingsException">The folder of keys is another one.</exception>
    public static byte[] Open(OAuthKey key, PrivateKeys keys)
    {
        try
        {
            return keys.UnprotectSecret(key.ProtectedKey, RotateOAuthKeys.UseOf(key.Id));
        }
        catch (CryptographicException)
        {
            throw new SettingsException("Expected Keys:Folder to be the folder that the OAuth keys in the database were encrypted with, but it is another one.");
        }
    }

    private RsaSecurityKey SigningKeyOf(OAuthKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Open(key, keys), out _);
        return new RsaSecurityKey(rsa) { KeyId = key.Id.ToString("N") };
    }
}
