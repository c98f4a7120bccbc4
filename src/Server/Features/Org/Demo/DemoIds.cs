using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>The ids of the demo group, the same in each database, so that guides and tests can name people.</summary>
internal static class DemoIds
{
    /// <summary>Id of a person by user name, or of anything else of the demo by a name that starts with its kind, such as <c>company:星河科技</c>.</summary>
    /// <remarks>A version 8 UUID (RFC 9562 section 5.8): the beginning of a SHA-256 over a fixed prefix and the name.</remarks>
    public static Guid Of(string name)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes("hrbpm-demo:" + name)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
