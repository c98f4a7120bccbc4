using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Chance that can be repeated: the same seed and counter always fall the same way, on every machine.</summary>
internal static class FaultDice
{
    /// <param name="seed">Which series.</param>
    /// <param name="counter">Which throw of it.</param>
    /// <returns>A number from 0 up to but not including 1, and a coin.</returns>
    public static (double Number, bool Heads) Throw(int seed, long counter)
    {
        Span<byte> input = stackalloc byte[12];
        BinaryPrimitives.WriteInt32LittleEndian(input, seed);
        BinaryPrimitives.WriteInt64LittleEndian(input[4..], counter);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(input, hash);
        return ((BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53)), (hash[8] & 1) == 0);
    }
}
