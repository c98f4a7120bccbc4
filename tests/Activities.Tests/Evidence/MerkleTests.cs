using HrBpm.Activities.Evidence;

namespace HrBpm.Activities.Tests.Evidence;

/// <summary>The test vectors of the certificate-transparency reference implementation of RFC 6962: eight leaves and the roots of their prefixes.</summary>
public sealed class MerkleTests
{
    private static readonly byte[][] Leaves =
    [
        .. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }
            .Select(hex => MerkleHash.OfLeaf(Convert.FromHexString(hex))),
    ];

    private static readonly string[] Roots =
    [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    [Fact]
    public void Roots_are_those_of_the_reference_implementation()
    {
        var frontier = new MerkleFrontier();
        for (var size = 0; size <= Leaves.Length; size++)
        {
            Convert.ToHexStringLower(frontier.Root()).ShouldBe(Roots[size]);
            MerkleProof.Root(Leaves.AsSpan(0, size)).ShouldBe(frontier.Root());
            if (size < Leaves.Length) frontier.Append(Leaves[size]);
        }
    }

    [Theory]
    [InlineData(0, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(5, 8, "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(1, 5, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Inclusion_proofs_are_those_of_the_reference_implementation(int index, int size, string proof) =>
        string.Join(' ', MerkleProof.Inclusion(Leaves.AsSpan(0, size), index).Select(Convert.ToHexStringLower)).ShouldBe(proof);

    [Theory]
    [InlineData(1, 8, "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4")]
    [InlineData(6, 8, "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(2, 5, "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b")]
    public void Consistency_proofs_are_those_of_the_reference_implementation(int earlier, int size, string proof) =>
        string.Join(' ', MerkleProof.Consistency(Leaves.AsSpan(0, size), earlier).Select(Convert.ToHexStringLower)).ShouldBe(proof);

    [Fact]
    public void Every_leaf_of_every_size_is_proven_and_no_other_is()
    {
        var leaves = ManyLeaves(70);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleProof.Root(leaves.AsSpan(0, size));
            for (var index = 0; index < size; index++)
            {
                var proof = MerkleProof.Inclusion(leaves.AsSpan(0, size), index);
                MerkleProof.IsIncluded(leaves[index], index, size, proof, root).ShouldBeTrue($"{index} of {size}");
                MerkleProof.IsIncluded(leaves[(index + 1) % 70], index, size, proof, root).ShouldBeFalse($"{index} of {size}");
                if (size > 1) MerkleProof.IsIncluded(leaves[index], (index + 1) % size, size, proof, root).ShouldBeFalse($"{index} of {size}");
            }
        }
    }

    [Fact]
    public void Every_size_continues_every_smaller_one_and_no_rewritten_one()
    {
        var leaves = ManyLeaves(40);
        for (var size = 1; size <= leaves.Length; size++)
        {
            var root = MerkleProof.Root(leaves.AsSpan(0, size));
            for (var earlier = 1; earlier <= size; earlier++)
            {
                var proof = MerkleProof.Consistency(leaves.AsSpan(0, size), earlier);
                var earlierRoot = MerkleProof.Root(leaves.AsSpan(0, earlier));
                MerkleProof.IsConsistent(earlier, earlierRoot, size, root, proof).ShouldBeTrue($"{earlier} in {size}");
                var rewritten = MerkleProof.Root([MerkleHash.OfLeaf("rewritten"u8), .. leaves.AsSpan(1, earlier - 1)]);
                MerkleProof.IsConsistent(earlier, rewritten, size, root, proof).ShouldBeFalse($"{earlier} in {size}");
            }
        }
    }

    [Fact]
    public void A_frontier_goes_on_from_its_bytes()
    {
        var leaves = ManyLeaves(100);
        var frontier = new MerkleFrontier();
        for (var size = 0; size < leaves.Length; size++)
        {
            frontier = MerkleFrontier.From(frontier.Size, frontier.ToBytes());
            frontier.Append(leaves[size]);
            frontier.Root().ShouldBe(MerkleProof.Root(leaves.AsSpan(0, size + 1)));
        }
        Should.Throw<ArgumentException>(() => MerkleFrontier.From(101, frontier.ToBytes()));
    }

    private static byte[][] ManyLeaves(int count) => [.. Enumerable.Range(0, count).Select(i => MerkleHash.OfLeaf(BitConverter.GetBytes(i)))];
}
