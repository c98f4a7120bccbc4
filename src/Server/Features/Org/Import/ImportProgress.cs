using System.Collections.Concurrent;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>How far the imports of this process are: its own figure is newer than the stored one, which another process sees.</summary>
internal sealed class ImportProgress
{
    private readonly ConcurrentDictionary<Guid, int> percents = new();

    /// <summary>Percent of an import that runs here; null when none does.</summary>
    public int? Of(Guid importId) => percents.TryGetValue(importId, out var percent) ? percent : null;

    public void Report(Guid importId, int percent) => percents[importId] = percent;

    /// <summary>The import does not run here any more.</summary>
    public void Forget(Guid importId) => percents.TryRemove(importId, out _);
}
