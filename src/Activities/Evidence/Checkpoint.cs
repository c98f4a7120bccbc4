using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Activities.Evidence;

/// <summary>What a company's log promises about itself: "at this time my first <paramref name="Size"/> entries had this root".</summary>
/// <remarks>
/// The text follows C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint) with the time as extension line, the signature C2SP signed-note
/// (c2sp.org/signed-note) with ECDSA P-256 over SHA-256; the key id is the beginning of the SHA-256 of the public key's SPKI.
/// </remarks>
/// <param name="Origin">Name of the log, <see cref="OriginOf"/> the company.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">RFC 6962 root over them, 32 bytes.</param>
/// <param name="AtUtc">When the log said so, by the server's clock; whole milliseconds.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root, DateTime AtUtc)
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The name of a company's log.</summary>
    public static string OriginOf(Guid companyId) => $"hrbpm/{companyId:D}";

    /// <summary>The bytes that are signed.</summary>
    public byte[] ToBytes() => Encoding.UTF8.GetBytes(
        $"{Origin}\n{Size.ToString(CultureInfo.InvariantCulture)}\n{Convert.ToBase64String(Root)}\n{AtUtc.ToString(TimeFormat, CultureInfo.InvariantCulture)}\n");

    /// <summary>Signs the checkpoint with the log's key.</summary>
    public SignedCheckpoint Sign(ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var signature = key.SignData(ToBytes(), HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return new SignedCheckpoint(this, SignedCheckpoint.KeyIdOf(key), signature);
    }

    internal static Checkpoint? Parse(ReadOnlySpan<string> lines) =>
        lines is [var origin, var size, var root, var time]
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && DateTime.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
        && Base64.TryRead(root) is { Length: 32 } hash
            ? new Checkpoint(origin, count, hash, at)
            : null;
}
