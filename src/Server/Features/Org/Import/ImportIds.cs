using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Ids of what an import makes: the same ones for each process that goes on with it, in the order of the rows.</summary>
internal static class ImportIds
{
    /// <summary>Id of the person of a row: a version 7 UUID (RFC 9562 section 5.7) with the moment of the upload, the row, and a hash in place of chance.</summary>
    public static Guid OfPerson(PeopleImport job, int row)
    {
        Span<byte> seed = stackalloc byte[20];
        job.Id.TryWriteBytes(seed);
        BinaryPrimitives.WriteInt32BigEndian(seed[16..], row);
        Span<byte> bytes = SHA256.HashData(seed).AsSpan(0, 16);
        var milliseconds = new DateTimeOffset(job.UploadedUtc, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (40 - (8 * i)));
        (bytes[6], bytes[7]) = ((byte)(0x70 | ((row >> 16) & 0x0F)), (byte)(row >> 8));
        (bytes[8], bytes[9]) = ((byte)((bytes[8] & 0x3F) | 0x80), (byte)row);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Id of a position that the file brings: a version 8 UUID (RFC 9562 section 5.8) made of the import and the name.</summary>
    public static Guid OfPosition(PeopleImport job, string name)
    {
        Span<byte> bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{job.Id:D} position {name}")).AsSpan(0, 16);
        (bytes[6], bytes[8]) = ((byte)((bytes[6] & 0x0F) | 0x80), (byte)((bytes[8] & 0x3F) | 0x80));
        return new Guid(bytes, bigEndian: true);
    }
}
