namespace HrBpm.Activities.Evidence;

/// <summary>Proofs over an RFC 6962 tree: that a leaf is in it, and that a later tree continues an earlier one.</summary>
public static class MerkleProof
{
    /// <summary>Root over all leaf hashes (RFC 6962 section 2.1).</summary>
    public static byte[] Root(ReadOnlySpan<byte[]> leaves) => leaves.Length switch
    {
        0 => MerkleHash.OfNothing(),
        1 => leaves[0],
        _ => MerkleHash.OfNode(Root(leaves[..Split(leaves.Length)]), Root(leaves[Split(leaves.Length)..])),
    };

    /// <summary>The hashes that lead from leaf <paramref name="index"/> to the root, nearest first (section 2.1.1).</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<byte[]> Inclusion(ReadOnlySpan<byte[]> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        if (leaves.Length == 1) return [];
        var split = Split(leaves.Length);
        return index < split
            ? [.. Inclusion(leaves[..split], index), Root(leaves[split..])]
            : [.. Inclusion(leaves[split..], index - split), Root(leaves[..split])];
    }

    /// <summary>The hashes that show that the tree of the first <paramref name="earlierSize"/> leaves is the beginning of this one (section 2.1.2).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The earlier size is not between 1 and the number of leaves.</exception>
    public static IReadOnlyList<byte[]> Consistency(ReadOnlySpan<byte[]> leaves, int earlierSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(earlierSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(earlierSize, leaves.Length);
        return Subproof(leaves, earlierSize, isWholeEarlierTree: true);
    }

    private static List<byte[]> Subproof(ReadOnlySpan<byte[]> leaves, int earlierSize, bool isWholeEarlierTree)
    {
        if (earlierSize == leaves.Length) return isWholeEarlierTree ? [] : [Root(leaves)];
        var split = Split(leaves.Length);
        return earlierSize <= split
            ? [.. Subproof(leaves[..split], earlierSize, isWholeEarlierTree), Root(leaves[split..])]
            : [.. Subproof(leaves[split..], earlierSize - split, isWholeEarlierTree: false), Root(leaves[..split])];
    }

    /// <summary>True when the proof leads from the leaf to the root (RFC 9162 section 2.1.3.2).</summary>
    public static bool IsIncluded(ReadOnlySpan<byte> leafHash, long index, long size, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (index < 0 || index >= size) return false;
        var (fn, sn, hash) = (index, size - 1, leafHash.ToArray());
        foreach (var sibling in proof)
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = MerkleHash.OfNode(sibling, hash);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                hash = MerkleHash.OfNode(hash, sibling);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && root.SequenceEqual(hash);
    }

    /// <summary>True when the proof shows that the later tree begins with the earlier one (RFC 9162 section 2.1.4.2).</summary>
    public static bool IsConsistent(long earlierSize, ReadOnlySpan<byte> earlierRoot, long size, ReadOnlySpan<byte> root, IReadOnlyList<byte[]> proof)
    {
        if (earlierSize < 1 || earlierSize > size) return false;
        if (earlierSize == size) return proof.Count == 0 && root.SequenceEqual(earlierRoot);
        // The earlier root of a perfect tree is not repeated in the proof.
        var path = (earlierSize & (earlierSize - 1)) == 0 ? [earlierRoot.ToArray(), .. proof] : proof.ToArray();
        if (path.Length == 0) return false;
        var (fn, sn) = (earlierSize - 1, size - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (earlier, later) = (path[0], path[0]);
        foreach (var hash in path.AsSpan(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (earlier, later) = (MerkleHash.OfNode(hash, earlier), MerkleHash.OfNode(hash, later));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                later = MerkleHash.OfNode(later, hash);
            }
            (fn, sn) = (fn >> 1, sn >> 1);
        }
        return sn == 0 && earlierRoot.SequenceEqual(earlier) && root.SequenceEqual(later);
    }

    // The largest power of two that is smaller than the number of leaves.
    private static int Split(int leaves) => 1 << (31 - int.LeadingZeroCount(leaves - 1));
}
