namespace HrBpm.Server.Features.Org.Import;

/// <summary>Keeps what an import leaves behind from filling the memory: with gigabytes free the collector lets it lie, and the process would hold three times what the import needs.</summary>
internal sealed class ImportHeap
{
    // In bytes. What is kept of a hundred thousand rows takes most of it.
    private const long Growth = 24 << 20;

    // In bytes, some thousand rows. What a smaller file leaves is not worth that everybody else waits.
    private const int LargeFile = 256 << 10;

    private long limit = GC.GetTotalMemory(forceFullCollection: false) + Growth;
    private bool isLarge;

    /// <summary>Says how large the file is, in bytes.</summary>
    public void Expect(int bytes) => isLarge = bytes >= LargeFile;

    /// <summary>Between two parts of a large file: collects when the heap has grown by so much since it was last done. It takes some hundredths of a second.</summary>
    public void Keep()
    {
        if (!isLarge || GC.GetTotalMemory(forceFullCollection: false) <= limit) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        limit = GC.GetTotalMemory(forceFullCollection: false) + Growth;
    }
}
