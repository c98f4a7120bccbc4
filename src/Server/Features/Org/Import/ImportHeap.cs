namespace HrBpm.Server.Features.Org.Import;

/// <summary>Keeps what an import leaves behind from filling the memory: with gigabytes free the collector lets it lie, and the process would hold three times what the import needs.</summary>
internal sealed class ImportHeap
{
    // In bytes. What is kept of a hundred thousand rows takes most of it.
    private const long Growth = 24 << 20;

    private long limit = GC.GetTotalMemory(forceFullCollection: false) + Growth;

    /// <summary>Between two parts: collects when the heap has grown by so much since it was last done. It takes some hundredths of a second.</summary>
    public void Keep()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) <= limit) return;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        limit = GC.GetTotalMemory(forceFullCollection: false) + Growth;
    }
}
