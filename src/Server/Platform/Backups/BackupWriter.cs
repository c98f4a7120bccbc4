using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Platform.Secrets;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Writes a backup: a wrapped key, then named entries, compressed and encrypted with that key.</summary>
/// <remarks><c>"HRBPMBK1" | length of wrapped key (4 bytes) | wrapped key | chunks(gzip(entries))</c>; an entry is its name and blocks, each with its length before it, closed by an empty block.</remarks>
internal sealed class BackupWriter : IAsyncDisposable
{
    public const string KeyUse = "a backup";
    public static readonly byte[] Magic = "HRBPMBK1"u8.ToArray();

    private readonly EncryptingStream cipher;
    private readonly GZipStream packed;

    private BackupWriter(Stream file, byte[] key)
    {
        cipher = new EncryptingStream(file, key);
        packed = new GZipStream(cipher, CompressionLevel.Fastest, leaveOpen: true);
    }

    public static async Task<BackupWriter> BeginAsync(Stream file, IMasterKeys master, CancellationToken ct)
    {
        var key = RandomNumberGenerator.GetBytes(SealedBytes.KeyLength);
        var wrapped = await master.WrapAsync(key, KeyUse, ct);
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, wrapped.Length);
        await file.WriteAsync(Magic, ct);
        await file.WriteAsync(length, ct);
        await file.WriteAsync(wrapped, ct);
        return new BackupWriter(file, key);
    }

    /// <summary>Adds an entry.</summary>
    public async Task AddAsync(string name, Stream content, CancellationToken ct)
    {
        Write(Encoding.UTF8.GetBytes(name));
        var block = new byte[ChunkCipher.ChunkLength];
        for (int some; (some = await content.ReadAsync(block, ct)) > 0;) Write(block.AsSpan(0, some));
        Write([]);
    }

    /// <summary>Ends the backup. Without it, what was written is not one.</summary>
    public async Task FinishAsync()
    {
        await packed.DisposeAsync();
        cipher.Finish();
    }

    public async ValueTask DisposeAsync()
    {
        await packed.DisposeAsync();
        await cipher.DisposeAsync();
    }

    private void Write(ReadOnlySpan<byte> block)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
        packed.Write(length);
        packed.Write(block);
    }
}
