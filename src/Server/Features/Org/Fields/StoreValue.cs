using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Brings one checked value into its row: plain or sealed, with the hash that keeps it unique and the keys that people are found by.</summary>
internal sealed class StoreValue(AppDbContext db, FieldSecrets secrets)
{
    /// <summary>Somebody else has the value already; null when nobody has, or when values may repeat.</summary>
    public async Task<Refusal?> WhyNotUniqueAsync(CustomField field, Guid subjectId, JsonNode value, CancellationToken ct)
    {
        if (!field.IsUnique) return null;
        // While indexes are made anew with another key, a value may be stored under either.
        var hashes = field.IsSecret ? (await secrets.IndexesAsync(field.CompanyId, IndexOf(field), FieldShape.TextOf(value), ct)).Select(i => i.Value).ToList() : [PlainHash(value)];
        return await db.CustomValues.AnyAsync(v => v.FieldId == field.Id && hashes.Contains(v.UniqueHash!) && v.SubjectId != subjectId, ct)
            ? new Refusal("custom-fields.value.taken", $"Expected '{field.Name}' ({field.LabelZh} {field.LabelEn}) to have a value that no other {field.Entity} has, but {(field.IsSecret ? "it" : FieldShape.TextOf(value))} is taken.")
            : null;
    }

    /// <summary>Writes, changes or removes the value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="subjectId">Whose value it is.</param>
    /// <param name="row">The row that the context tracks; null when there is none yet.</param>
    /// <param name="value">The value; null removes it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task PutAsync(CustomField field, Guid subjectId, CustomValue? row, JsonNode? value, CancellationToken ct)
    {
        await PutKeysAsync(field, subjectId, value, ct);
        if (value is null)
        {
            if (row is not null) db.Remove(row);
            return;
        }

        if (row is null) db.Add(row = new CustomValue { CompanyId = field.CompanyId, FieldId = field.Id, SubjectId = subjectId });
        var text = FieldShape.TextOf(value);
        (row.UniqueHash, row.IndexKeyId) = field.IsUnique ? await HashAsync(field, text, value, ct) : (null, null);
        row.Cipher = field.IsSecret ? await secrets.SealAsync(row.Place, text, ct) : null;
        row.KeyId = row.Cipher is null ? null : SealedBytes.KeyIdOf(row.Cipher);
        row.Json = field.IsSecret ? null : text;
    }

    /// <summary>The row and the keys of a new value that is no secret, for bulk writing.</summary>
    public static (CustomValue Row, IEnumerable<CustomKey> Keys) RowsOf(CustomField field, Guid subjectId, JsonNode value)
    {
        var row = new CustomValue
        {
            CompanyId = field.CompanyId,
            FieldId = field.Id,
            SubjectId = subjectId,
            Json = FieldShape.TextOf(value),
            UniqueHash = field.IsUnique ? PlainHash(value) : null,
        };
        return (row, KeysOf(field, subjectId, value));
    }

    /// <summary>By what a value of a field that is no secret is told apart from others.</summary>
    public static byte[] PlainHash(JsonNode value) => SHA256.HashData(Encoding.UTF8.GetBytes(FieldShape.TextOf(value)));

    private static IEnumerable<CustomKey> KeysOf(CustomField field, Guid subjectId, JsonNode? value) => value is null || !field.IsSearchable ? [] :
        FieldKeys.Of(field, value).Select(key => new CustomKey { CompanyId = field.CompanyId, FieldId = field.Id, SubjectId = subjectId, Key = key });

    private async Task PutKeysAsync(CustomField field, Guid subjectId, JsonNode? value, CancellationToken ct)
    {
        var stored = await db.CustomKeys.Where(k => k.FieldId == field.Id && k.SubjectId == subjectId).ToListAsync(ct);
        var wanted = KeysOf(field, subjectId, value).ToList();
        db.RemoveRange(stored.ExceptBy(wanted.Select(k => k.Key), k => k.Key));
        db.AddRange(wanted.ExceptBy(stored.Select(k => k.Key), k => k.Key));
    }

    /// <summary>Name of the blind index of a secret field.</summary>
    public static string IndexOf(CustomField field) => $"custom:{field.Id:N}";

    private async Task<(byte[] Hash, Guid? Key)> HashAsync(CustomField field, string text, JsonNode value, CancellationToken ct)
    {
        if (!field.IsSecret) return (PlainHash(value), null);
        var newest = (await secrets.IndexesAsync(field.CompanyId, IndexOf(field), text, ct))[0];
        return (newest.Value, newest.KeyId);
    }
}
