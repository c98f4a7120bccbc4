using System.Security.Cryptography;
using HrBpm.Activities.Evidence;

namespace HrBpm.Activities.Tests.Evidence;

public sealed class CheckpointTests
{
    private static readonly Guid Company = Guid.Parse("0198c1d2-0000-7000-8000-000000000001");

    private static readonly Checkpoint Promise =
        new(Checkpoint.OriginOf(Company), 3, MerkleHash.OfLeaf("x"u8), new DateTime(2026, 3, 1, 9, 12, 0, 123, DateTimeKind.Utc));

    [Fact]
    public void The_signed_text_is_origin_size_root_and_time() =>
        Promise.ToBytes().ShouldBe([.. "hrbpm/0198c1d2-0000-7000-8000-000000000001\n3\n"u8, .. System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(Promise.Root)), .. "\n2026-03-01T09:12:00.123Z\n"u8]);

    [Fact]
    public void A_signed_note_is_read_back_and_verifies()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var note = Promise.Sign(key).ToNote();
        var read = SignedCheckpoint.Parse(note.TrimEnd('\n').Split('\n')).ShouldNotBeNull();
        read.IsSignedBy(key).ShouldBeTrue();
        read.Checkpoint.Root.ShouldBe(Promise.Root);
        read.ToNote().ShouldBe(note);
    }

    [Fact]
    public void A_changed_checkpoint_or_another_key_does_not_verify()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var signed = Promise.Sign(key);
        (signed with { Checkpoint = Promise with { Size = 4 } }).IsSignedBy(key).ShouldBeFalse();
        signed.IsSignedBy(other).ShouldBeFalse();
        (signed with { KeyId = SignedCheckpoint.KeyIdOf(other) }).IsSignedBy(other).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, "other")]
    [InlineData(1, "-3")]
    [InlineData(2, "AAAA")]
    [InlineData(3, "yesterday")]
    [InlineData(4, "x")]
    [InlineData(5, "— hrbpm/0198c1d2-0000-7000-8000-000000000001 !!")]
    public void A_damaged_note_is_not_one(int line, string text)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var lines = Promise.Sign(key).ToNote().TrimEnd('\n').Split('\n');
        lines[line] = text;
        SignedCheckpoint.Parse(lines).ShouldBeNull();
    }
}
