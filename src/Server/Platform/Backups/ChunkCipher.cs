using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HrBpm.Server.Platform.Backups;

/// <summary>AES-256-GCM in chunks: what is read was written, in that order, and to its end.</summary>
/// <remarks>
/// A chunk is <c>length (4 bytes) | ciphertext | tag (16)</c>. The key encrypts one stream only, so the nonce is the chunk's number and whether it is the last one
/// (the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár 2015): chunks that are moved, repeated or cut off do not open.
/// </remarks>
internal static class ChunkCipher
{
    public const int ChunkLength = 64 * 1024, TagLength = 16;

    public static void WriteNonce(Span<byte> nonce, long number, bool isLast)
    {
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        BinaryPrimitives.WriteInt32BigEndian(nonce[8..], isLast ? 1 : 0);
    }
}

/// <summary>Encrypts what is written to it. The stream is whole only when it is disposed after <see cref="Finish"/>.</summary>
internal sealed class EncryptingStream(Stream target, byte[] key) : WriteOnlyStream
{
    private readonly AesGcm aes = new(key, ChunkCipher.TagLength);
    private readonly byte[] chunk = new byte[ChunkCipher.ChunkLength];
    private int filled;
    private long number;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (filled == chunk.Length) Seal(isLast: false);
            var some = Math.Min(buffer.Length, chunk.Length - filled);
            buffer[..some].CopyTo(chunk.AsSpan(filled));
            filled += some;
            buffer = buffer[some..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public void Finish() => Seal(isLast: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing) aes.Dispose();
        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[12];
        ChunkCipher.WriteNonce(nonce, number++, isLast);
        var output = new byte[4 + filled + ChunkCipher.TagLength];
        BinaryPrimitives.WriteInt32BigEndian(output, filled);
        aes.Encrypt(nonce, chunk.AsSpan(0, filled), output.AsSpan(4, filled), output.AsSpan(4 + filled));
        target.Write(output);
        filled = 0;
    }
}

/// <summary>Decrypts what an <see cref="EncryptingStream"/> wrote.</summary>
internal sealed class DecryptingStream(Stream source, byte[] key) : ReadOnlyStream
{
    private readonly AesGcm aes = new(key, ChunkCipher.TagLength);
    private byte[] chunk = [];
    private int taken;
    private long number;
    private bool isOver;

    /// <exception cref="BackupException">The backup was changed or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (taken == chunk.Length && !isOver) Open();
        var some = Math.Min(buffer.Length, chunk.Length - taken);
        chunk.AsSpan(taken, some).CopyTo(buffer);
        taken += some;
        return some;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) aes.Dispose();
        base.Dispose(disposing);
    }

    private void Open()
    {
        Span<byte> head = stackalloc byte[4], nonce = stackalloc byte[12];
        if (source.ReadAtLeast(head, 4, throwOnEndOfStream: false) < 4) throw new BackupException("Expected the backup's last chunk, but the file ends before it.");
        var length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 0 or > ChunkCipher.ChunkLength) throw Changed();
        var stored = new byte[length + ChunkCipher.TagLength];
        if (source.ReadAtLeast(stored, stored.Length, throwOnEndOfStream: false) < stored.Length) throw new BackupException("Expected the backup's last chunk, but the file ends before it.");
        chunk = new byte[length];
        taken = 0;
        if (TryOpen(nonce, stored, isLast: false)) return;
        isOver = TryOpen(nonce, stored, isLast: true) ? true : throw Changed();
    }

    private bool TryOpen(Span<byte> nonce, byte[] stored, bool isLast)
    {
        ChunkCipher.WriteNonce(nonce, number, isLast);
        try
        {
            aes.Decrypt(nonce, stored.AsSpan(0, chunk.Length), stored.AsSpan(chunk.Length), chunk);
            number++;
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    private BackupException Changed() => new($"Expected chunk {number} of the backup as it was written, but it was changed.");
}
