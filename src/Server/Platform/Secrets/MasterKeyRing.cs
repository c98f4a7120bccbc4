using System.Text;

namespace HrBpm.Server.Platform.Secrets;

/// <summary>Master keys that are given as text: one per line or comma, <c>id:base64 of 32 bytes</c>. The last one wraps; the others still unwrap.</summary>
internal sealed class MasterKeyRing : IMasterKeys
{
    private readonly string source;
    private readonly Dictionary<Guid, byte[]> keys = [];
    private readonly Guid newest;

    /// <param name="text">The keys.</param>
    /// <param name="source">Where the text came from, for messages.</param>
    /// <exception cref="SettingsException">The text is not usable. The message does not repeat it.</exception>
    public MasterKeyRing(string text, string source)
    {
        this.source = source;
        foreach (var (number, entry) in text.Split(['\n', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var parts = entry.Split(':');
            var key = new byte[SealedBytes.KeyLength];
            if (parts.Length != 2 || !Guid.TryParse(parts[0], out newest) || !Convert.TryFromBase64String(parts[1], key, out var length) || length != key.Length || !keys.TryAdd(newest, key))
                throw new SettingsException($"Expected master key {number + 1} of {source} to be 'id:key' with a GUID of its own and 32 bytes in base64, but it is not.");
        }
        if (keys.Count == 0) throw new SettingsException($"Expected at least one master key in {source}, but there is none.");
    }

    public Task<byte[]> WrapAsync(byte[] key, string use, CancellationToken ct) => Task.FromResult(SealedBytes.Seal(keys[newest], newest, key, ContextOf(use)));

    public Task<byte[]> UnwrapAsync(byte[] wrapped, string use, CancellationToken ct)
    {
        if (SealedBytes.KeyIdOf(wrapped) is not { } id) throw new SealedValueException($"Expected the key for {use} in its wrapped form, but it was changed.");
        if (!keys.TryGetValue(id, out var master))
            throw new SealedValueException($"Expected master key {id:D}, which wrapped the key for {use}, in {source}, but it is not there. Put the master keys of the server that wrote this back.");
        return Task.FromResult(SealedBytes.Open(master, wrapped, ContextOf(use)) ?? throw new SealedValueException($"Expected the key for {use} as it was wrapped, but it was changed or belongs to something else."));
    }

    private static byte[] ContextOf(string use) => Encoding.UTF8.GetBytes("HrBpm.MasterKey\0" + use);
}
