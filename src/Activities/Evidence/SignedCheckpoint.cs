using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Activities.Evidence;

/// <summary>A checkpoint with the signature of the log's key.</summary>
/// <param name="Checkpoint">What is promised.</param>
/// <param name="KeyId">First four bytes of the SHA-256 of the public key, in hexadecimal.</param>
/// <param name="Signature">ECDSA signature in DER over <see cref="Evidence.Checkpoint.ToBytes"/>.</param>
public sealed record SignedCheckpoint(Checkpoint Checkpoint, string KeyId, byte[] Signature)
{
    /// <summary>Lines of one signed note: four of text, an empty one, the signature.</summary>
    public const int Lines = 6;

    /// <summary>The key id of a log's key (C2SP signed-note, signature type 0x02).</summary>
    public static string KeyIdOf(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 4));
    }

    /// <summary>True when this key signed exactly this checkpoint.</summary>
    public bool IsSignedBy(ECDsa publicKey)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        return KeyId == KeyIdOf(publicKey)
            && publicKey.VerifyData(Checkpoint.ToBytes(), Signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    /// <summary>The signed note: the checkpoint's text, an empty line, and <c>— origin base64(key id, signature)</c>.</summary>
    public string ToNote() =>
        $"{Encoding.UTF8.GetString(Checkpoint.ToBytes())}\n— {Checkpoint.Origin} {Convert.ToBase64String([.. Convert.FromHexString(KeyId), .. Signature])}\n";

    /// <summary>Reads one signed note from its <see cref="Lines"/> lines; null when they are not one.</summary>
    public static SignedCheckpoint? Parse(ReadOnlySpan<string> lines) =>
        lines.Length == Lines && lines[4].Length == 0
        && Evidence.Checkpoint.Parse(lines[..4]) is { } checkpoint
        && lines[5].Split(' ') is ["—", var origin, var encoded] && origin == checkpoint.Origin
        && Base64.TryRead(encoded) is { Length: > 4 } signed
            ? new SignedCheckpoint(checkpoint, Convert.ToHexStringLower(signed.AsSpan(0, 4)), signed[4..])
            : null;
}

internal static class Base64
{
    /// <summary>The bytes, or null when the text is not base64.</summary>
    public static byte[]? TryRead(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
