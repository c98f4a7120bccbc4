using System.Security.Cryptography;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>The one form of what is encrypted: version, id of the key, nonce, AES-256-GCM ciphertext, tag.</summary>
/// <remarks>
/// Version 1: <c>01 | key id (16 bytes) | nonce (12) | ciphertext | tag (16)</c>. Version and key id are authenticated together with the caller's context.
/// The nonce is random: NIST SP 800-38D (8.3) allows 2^32 values per key.
/// </remarks>
internal static class SealedBytes
{
    private const byte Version = 1;
    private const int IdLength = 16, NonceLength = 12, TagLength = 16, HeadLength = 1 + IdLength, Overhead = HeadLength + NonceLength + TagLength;

    /// <summary>Bytes of an AES-256 key.</summary>
    public const int KeyLength = 32;

    /// <param name="key">32 bytes.</param>
    /// <param name="keyId">By what name the key is found again.</param>
    /// <param name="plain">What to encrypt.</param>
    /// <param name="context">Where it belongs; the same must be said to open it.</param>
    public static byte[] Seal(byte[] key, Guid keyId, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context)
    {
        var output = new byte[Overhead + plain.Length];
        output[0] = Version;
        keyId.TryWriteBytes(output.AsSpan(1), bigEndian: true, out _);
        var nonce = output.AsSpan(HeadLength, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, output.AsSpan(HeadLength + NonceLength, plain.Length), output.AsSpan(output.Length - TagLength), [.. output.AsSpan(0, HeadLength), .. context]);
        return output;
    }

    /// <summary>The id of the key that sealed it; null when it has not the form of something sealed.</summary>
    public static Guid? KeyIdOf(ReadOnlySpan<byte> stored) =>
        stored.Length >= Overhead && stored[0] == Version ? new Guid(stored.Slice(1, IdLength), bigEndian: true) : null;

    /// <summary>What was sealed; null when it was changed, belongs elsewhere, or another key sealed it.</summary>
    public static byte[]? Open(byte[] key, ReadOnlySpan<byte> stored, ReadOnlySpan<byte> context)
    {
        if (KeyIdOf(stored) is null) return null;
        var plain = new byte[stored.Length - Overhead];
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(stored.Slice(HeadLength, NonceLength), stored.Slice(HeadLength + NonceLength, plain.Length), stored[^TagLength..], plain, [.. stored[..HeadLength], .. context]);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
