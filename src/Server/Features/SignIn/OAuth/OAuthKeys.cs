using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Makes sure at each start that there are keys which are young enough, and drops those that verify nothing any more. One process at a time does that.</summary>
internal sealed class RotateOAuthKeys(AppDbContext db, PrivateKeys keys, OAuthOptions options) : IStartupStep
{
    private const int SigningBits = 2048, EncryptionBytes = 32;

    public async Task RunAsync(CancellationToken ct)
    {
        var nowUtc = UtcDateTimeConverter.ToStored(LiveSessions.NowUtc);
        var (young, dead) = (nowUtc - options.KeyLife, nowUtc - 2 * options.KeyLife);
        await db.OAuthKeys.Where(k => k.CreatedUtc < dead).ExecuteDeleteAsync(ct);
        foreach (var isForSigning in (bool[])[true, false])
            if (!await db.OAuthKeys.AnyAsync(k => k.IsForSigning == isForSigning && k.CreatedUtc > young, ct)) db.Add(New(isForSigning, nowUtc));
        await db.SaveChangesAsync(ct);
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

/// <summary>Gives OpenIddict the keys of the database, the newest first: that one signs, the others verify.</summary>
internal sealed class OAuthKeys(IServiceScopeFactory scopes, PrivateKeys keys) : IConfigureOptions<OpenIddictServerOptions>
{
    /// <exception cref="SettingsException">The folder of keys is not the one that these keys were encrypted with.</exception>
    public void Configure(OpenIddictServerOptions options)
    {
        using var scope = scopes.CreateScope();
        foreach (var key in scope.ServiceProvider.GetRequiredService<AppDbContext>().OAuthKeys.AsNoTracking().OrderByDescending(k => k.CreatedUtc).ToList())
            if (key.IsForSigning) options.SigningCredentials.Add(new SigningCredentials(SigningKeyOf(key), SecurityAlgorithms.RsaSha256));
            else options.EncryptionCredentials.Add(new EncryptingCredentials(new SymmetricSecurityKey(Open(key)) { KeyId = key.Id.ToString("N") }, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
    }

    private RsaSecurityKey SigningKeyOf(OAuthKey key)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(Open(key), out _);
        return new RsaSecurityKey(rsa) { KeyId = key.Id.ToString("N") };
    }

    private byte[] Open(OAuthKey key)
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
}
