using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>The backups that are there, wherever they lie.</summary>
internal static class ListBackups
{
    /// <param name="Place">Where it lies.</param>
    public sealed record Item(string Name, string Place, DateTime? AtUtc);

    public static async Task<Ok<IReadOnlyList<Item>>> HandleAsync(IEnumerable<IBackupStore> stores, CancellationToken ct)
    {
        var all = new List<Item>();
        foreach (var store in stores) all.AddRange((await store.ListAsync(ct)).Select(name => new Item(name, store.Name, BackupName.TimeOf(name))));
        return TypedResults.Ok<IReadOnlyList<Item>>([.. all.OrderByDescending(i => i.AtUtc).ThenBy(i => i.Place, StringComparer.Ordinal)]);
    }
}
