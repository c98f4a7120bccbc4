using System.Security.Cryptography;

namespace HrBpm.Activities.Evidence;

/// <summary>The hashes of an RFC 6962 Merkle tree over SHA-256. Leaves and nodes have different prefixes, so that one cannot pose as the other.</summary>
public static class MerkleHash
{
    /// <summary>Hash of the tree without leaves: SHA-256 of nothing.</summary>
    public static byte[] OfNothing() => SHA256.HashData(ReadOnlySpan<byte>.Empty);

    /// <summary>SHA-256 of 0x00 and the leaf's bytes.</summary>
    public static byte[] OfLeaf(ReadOnlySpan<byte> leaf) => SHA256.HashData([0x00, .. leaf]);

    /// <summary>SHA-256 of 0x01, the left and the right subtree's hash.</summary>
    public static byte[] OfNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([0x01, .. left, .. right]);
}
