using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HrBpm.Server.Features.Audit;

/// <summary>Version 7 ids (RFC 9562) that grow with each call in this process, so that the entries of one transaction stay in the order in which they were recorded.</summary>
/// <remarks>The twelve bits after the version count within a millisecond (section 6.2, method 1); a full counter borrows the next millisecond.</remarks>
internal sealed class AuditEntryIds
{
    private long last;

    public Guid Next(DateTimeOffset now)
    {
        var tick = Advance(now.ToUnixTimeMilliseconds() << 12);
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes[8..]);
        BinaryPrimitives.WriteInt64BigEndian(bytes, (tick >> 12 << 16) | 0x7000 | (tick & 0xfff));
        bytes[8] = (byte)((bytes[8] & 0x3f) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private long Advance(long atLeast)
    {
        while (true)
        {
            var seen = Interlocked.Read(ref last);
            var next = Math.Max(atLeast, seen + 1);
            if (Interlocked.CompareExchange(ref last, next, seen) == seen) return next;
        }
    }
}
