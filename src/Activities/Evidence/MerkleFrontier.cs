using System.Numerics;

namespace HrBpm.Activities.Evidence;

/// <summary>What must be remembered of an RFC 6962 tree in order to append to it: the roots of its perfect subtrees, largest first.</summary>
/// <remarks>One hash per bit that is set in the size, so a log of a million entries is continued from at most 20 hashes.</remarks>
public sealed class MerkleFrontier
{
    private readonly List<byte[]> _subtrees = [];

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>Goes on with a tree that <see cref="ToBytes"/> described.</summary>
    /// <exception cref="ArgumentException">The bytes are not one hash per set bit of the size.</exception>
    public static MerkleFrontier From(long size, ReadOnlySpan<byte> bytes)
    {
        var expected = BitOperations.PopCount((ulong)size) * 32;
        if (size < 0 || bytes.Length != expected)
            throw new ArgumentException($"Expected {expected} bytes for a tree of {size} leaves, but there are {bytes.Length}.", nameof(bytes));
        var frontier = new MerkleFrontier { Size = size };
        for (var start = 0; start < bytes.Length; start += 32) frontier._subtrees.Add(bytes.Slice(start, 32).ToArray());
        return frontier;
    }

    /// <summary>Appends a leaf by its <see cref="MerkleHash.OfLeaf">hash</see>.</summary>
    public void Append(ReadOnlySpan<byte> leafHash)
    {
        var hash = leafHash.ToArray();
        for (var full = Size; (full & 1) == 1; full >>= 1)
        {
            hash = MerkleHash.OfNode(_subtrees[^1], hash);
            _subtrees.RemoveAt(_subtrees.Count - 1);
        }
        _subtrees.Add(hash);
        Size++;
    }

    /// <summary>Root of the tree as it is now.</summary>
    public byte[] Root()
    {
        if (Size == 0) return MerkleHash.OfNothing();
        var root = _subtrees[^1];
        for (var i = _subtrees.Count - 2; i >= 0; i--) root = MerkleHash.OfNode(_subtrees[i], root);
        return root;
    }

    /// <summary>The subtrees' hashes in a row, 32 bytes each.</summary>
    public byte[] ToBytes() => [.. _subtrees.SelectMany(hash => hash)];
}
