using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

/// <summary>What a commitment was made to.</summary>
/// <param name="Salt">32 bytes, base64.</param>
/// <param name="Value">The value. Its RFC 8785 JSON after the salt has the SHA-256 that the entry names.</param>
internal sealed record Opening(string Salt, JsonNode? Value);

/// <summary>The particulars of entries with those that are kept beside them, as far as they were not erased.</summary>
internal sealed class EntryParticulars(AppDbContext db, PrivateKeys keys)
{
    /// <summary>The openings of these entries, by entry and name; null for one that was erased.</summary>
    public async Task<IReadOnlyDictionary<Guid, Dictionary<string, Opening?>>> OpenAsync(IReadOnlyCollection<AuditEntry> entries, CancellationToken ct)
    {
        var ids = entries.Where(e => e.Body.Contains($"\"{StatedCommitment.Member}\"", StringComparison.Ordinal)).Select(e => e.Id).ToList();
        if (ids.Count == 0) return new Dictionary<Guid, Dictionary<string, Opening?>>();
        var rows = await db.AuditOpenings.AsNoTracking().Where(o => ids.Contains(o.EntryId)).ToListAsync(ct);
        return rows.GroupBy(o => o.EntryId).ToDictionary(g => g.Key, g => g.ToDictionary(o => o.Name, o => o.Open(keys) is { } opened ? new Opening(AuditOpening.SaltOf(opened), AuditOpening.ValueOf(opened)) : null));
    }

    /// <summary>An entry's data with the values in place of the commitments. What was erased is named in <c>erased</c>.</summary>
    public static JsonNode? Join(AuditEntry entry, IReadOnlyDictionary<Guid, Dictionary<string, Opening?>> opened)
    {
        if (entry.ReadBody()?.Data is not JsonElement element) return null;
        var data = JsonSerializer.SerializeToNode(element);
        if (data is not JsonObject members || !members.Remove(StatedCommitment.Member)) return data;
        var erased = new JsonArray();
        foreach (var (name, _) in StatedCommitment.In(element))
        {
            if (opened.GetValueOrDefault(entry.Id)?.GetValueOrDefault(name) is { } opening) members[name] = opening.Value?.DeepClone();
            else erased.Add(name);
        }

        if (erased.Count > 0) members["erased"] = erased;
        return members;
    }
}
