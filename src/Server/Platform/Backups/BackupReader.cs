using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Reads a backup, entry by entry.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const int LongestKey = 4096, LongestName = 4096;

    private readonly DecryptingStream cipher;
    private readonly GZipStream packed;

    private BackupReader(Stream file, byte[] key)
    {
        cipher = new DecryptingStream(file, key);
        packed = new GZipStream(cipher, CompressionMode.Decompress, leaveOpen: true);
    }

    /// <exception cref="BackupException">It is no backup.</exception>
    /// <exception cref="SealedValueException">The master key that it was made with is missing.</exception>
    public static async Task<BackupReader> OpenAsync(Stream file, IMasterKeys master, CancellationToken ct)
    {
        var head = new byte[BackupWriter.Magic.Length + 4];
        if (await file.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, ct) < head.Length || !head.AsSpan().StartsWith(BackupWriter.Magic))
            throw new BackupException("Expected a backup of this program, but the file is something else.");
        var length = BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(BackupWriter.Magic.Length));
        var wrapped = length is > 0 and <= LongestKey ? new byte[length] : throw new BackupException("Expected a backup's key, but the file was changed.");
        await file.ReadExactlyAsync(wrapped, ct);
        return new BackupReader(file, await master.UnwrapAsync(wrapped, BackupWriter.KeyUse, ct));
    }

    /// <summary>The next entry; null at the backup's end, which is then known to be whole. The entry before must have been read to its end.</summary>
    /// <exception cref="BackupException">The backup was changed or cut off.</exception>
    public (string Name, Stream Content)? Next()
    {
        if (ReadLength() is not { } length)
        {
            // Only the last chunk of the cipher says that nothing was cut off.
            while (cipher.Read(new byte[ChunkCipher.ChunkLength]) > 0) { }
            return null;
        }
        if (length is <= 0 or > LongestName) throw new BackupException("Expected the name of a part of the backup, but there is none.");
        var name = new byte[length];
        packed.ReadExactly(name);
        return (Encoding.UTF8.GetString(name), new EntryStream(this));
    }

    public async ValueTask DisposeAsync()
    {
        await packed.DisposeAsync();
        await cipher.DisposeAsync();
    }

    private int? ReadLength()
    {
        Span<byte> length = stackalloc byte[4];
        return packed.ReadAtLeast(length, 4, throwOnEndOfStream: false) switch
        {
            4 => BinaryPrimitives.ReadInt32BigEndian(length),
            0 => null,
            _ => throw new BackupException("Expected the backup to end after a part, but it ends within one."),
        };
    }

    private sealed class EntryStream(BackupReader reader) : ReadOnlyStream
    {
        private int left;
        private bool isOver;

        public override int Read(Span<byte> buffer)
        {
            if (isOver || buffer.Length == 0) return 0;
            if (left == 0 && (left = reader.ReadLength() ?? throw new BackupException("Expected the backup to end after a part, but it ends within one.")) == 0)
            {
                isOver = true;
                return 0;
            }
            var some = reader.packed.Read(buffer[..Math.Min(buffer.Length, left)]);
            if (some == 0) throw new BackupException("Expected the backup to end after a part, but it ends within one.");
            left -= some;
            return some;
        }
    }
}
