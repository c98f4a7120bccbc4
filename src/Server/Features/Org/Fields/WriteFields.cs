using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>The entity whose fields are written.</summary>
internal readonly record struct FieldSubject(Guid CompanyId, FieldEntity Entity, Guid Id);

/// <summary>What a write came to: the keys of the fields that changed, or why nothing was written.</summary>
internal readonly record struct FieldChange(IReadOnlyList<string> Changed, Refusal? Refusal)
{
    public static implicit operator FieldChange(Refusal refusal) => new([], refusal);
}

/// <summary>Checks and writes what a request says about fields of a company's own, within the scope's transaction. Either every value is right, or none is written.</summary>
internal sealed class WriteFields(AppDbContext db, ReadFields read, StoreValue store)
{
    /// <summary>Writes the values.</summary>
    /// <param name="subject">Whose they are.</param>
    /// <param name="given">Value by key; null removes one, an absent one stays as it is. Null when the request says nothing about fields.</param>
    /// <param name="mayChange">Whether the user may change the field. What they may not change is to them as if it were not there.</param>
    /// <param name="isNew">The entity is being made: defaults are filled in, and what is required must be there.</param>
    /// <param name="by">Who writes: files that they uploaded may be used.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<FieldChange> RunAsync(FieldSubject subject, JsonObject? given, Func<CustomField, bool> mayChange, bool isNew, Guid by, CancellationToken ct)
    {
        if (given is null && !isNew) return new([], null);
        if (given is not null && !CheckValue.IsText(given)) return new Refusal("custom-fields.value.invalid", "Expected 'custom' to hold text, but it holds half of a surrogate pair.");
        var fields = await read.OfAsync(subject.CompanyId, subject.Entity, ct);
        if (fields.Count == 0 && given is null or { Count: 0 }) return new([], null);
        var stored = isNew ? [] : await db.CustomValues.Where(v => v.SubjectId == subject.Id).ToDictionaryAsync(v => v.FieldId, ct);
        var legal = fields.Where(mayChange).ToDictionary(f => f.Key);
        var (wanted, problems) = await CheckAsync(subject, given ?? [], legal, stored, ct);
        foreach (var field in fields.Where(f => isNew && f.Shape.Default is not null && given?.ContainsKey(f.Key) != true)) wanted[field] = field.Shape.Default!.DeepClone();
        foreach (var field in legal.Values.Where(f => f.IsRequired && (wanted.TryGetValue(f, out var to) ? to is null : !stored.ContainsKey(f.Id)) && problems.All(p => p.Field != f.Name)))
            problems.Add((field.Name, $"Expected '{field.Name}' ({field.LabelZh} {field.LabelEn}) to be filled in, but it is empty."));
        if (problems.Count > 0) return new Refusal("custom-fields.value.invalid", string.Join(' ', problems.Select(p => p.Sentence)));
        return await ApplyAsync(subject, wanted, stored, by, ct);
    }

    private async Task<(Dictionary<CustomField, JsonNode?> Wanted, List<(string Field, string Sentence)> Problems)> CheckAsync(
        FieldSubject subject, JsonObject given, Dictionary<string, CustomField> legal, Dictionary<Guid, CustomValue> stored, CancellationToken ct)
    {
        var wanted = new Dictionary<CustomField, JsonNode?>();
        var problems = new List<(string, string)>();
        foreach (var (key, value) in given)
        {
            if (!legal.TryGetValue(key, out var field))
            {
                problems.Add(($"custom.{key}", $"Expected only fields of this {subject.Entity} that you may change ({string.Join(", ", legal.Keys)}), but got 'custom.{Short(key)}'."));
                continue;
            }

            wanted[field] = null;
            if (value is null) continue;
            var check = new CheckValue(field.IsSecret);
            var before = field.Kind == CustomFieldKind.Choice && stored.TryGetValue(field.Id, out var row) ? await read.OpenAsync(row, ct) : null;
            wanted[field] = check.Check(field, value, before);
            problems.AddRange(check.Problems.Select(p => (field.Name, p)));
            foreach (var lost in await LostAsync(subject, field, check, ct)) problems.Add((field.Name, lost));
        }

        return (wanted, problems);
    }

    private async Task<List<string>> LostAsync(FieldSubject subject, CustomField field, CheckValue check, CancellationToken ct)
    {
        var lost = new List<string>();
        var ids = check.People.Select(p => p.Id).Distinct().ToList();
        var people = ids.Count == 0 ? [] : await db.People.Where(p => ids.Contains(p.Id) && p.CompanyId == subject.CompanyId).Select(p => p.Id).ToListAsync(ct);
        lost.AddRange(check.People.Where(p => !people.Contains(p.Id)).Select(p => $"Expected '{p.Name} to be a person of the company, but there is none with the id {p.Id:D}."));
        var fileIds = check.Files.Select(f => f.Id).Distinct().ToList();
        var files = fileIds.Count == 0 ? [] : await db.CustomFiles.Where(f => fileIds.Contains(f.Id) && f.FieldId == field.Id && (f.SubjectId == null || f.SubjectId == subject.Id)).Select(f => f.Id).ToListAsync(ct);
        lost.AddRange(check.Files.Where(f => !files.Contains(f.Id)).Select(f => $"Expected '{f.Name} to be a file that was uploaded for the field and that nothing else has, but there is none with the id {f.Id:D}."));
        return lost;
    }

    private async Task<FieldChange> ApplyAsync(FieldSubject subject, Dictionary<CustomField, JsonNode?> wanted, Dictionary<Guid, CustomValue> stored, Guid by, CancellationToken ct)
    {
        var changed = new List<string>();
        foreach (var (field, value) in wanted)
        {
            var row = stored.GetValueOrDefault(field.Id);
            if (row is null ? value is null : value is not null && FieldShape.TextOf(await read.OpenAsync(row, ct)) == FieldShape.TextOf(value)) continue;
            if (value is not null && await store.WhyNotUniqueAsync(field, subject.Id, value, ct) is { } taken) return taken;
            await store.PutAsync(field, subject.Id, row, value, ct);
            if (value is not null && field.Kind is CustomFieldKind.Attachment or CustomFieldKind.Table && await BindFilesAsync(field, subject, value!, by, ct) is { } foreign) return foreign;
            changed.Add(field.Key);
        }

        return new(changed, null);
    }

    private async Task<Refusal?> BindFilesAsync(CustomField field, FieldSubject subject, JsonNode value, Guid by, CancellationToken ct)
    {
        var check = new CheckValue();
        check.Check(field, value);
        var ids = check.Files.Select(f => f.Id).ToList();
        foreach (var file in await db.CustomFiles.Where(f => ids.Contains(f.Id) && f.SubjectId == null).ToListAsync(ct))
        {
            if (file.UploadedById != by) return new Refusal("custom-fields.value.invalid", $"Expected '{field.Name}' to be a file that you uploaded, but somebody else did.");
            file.SubjectId = subject.Id;
        }

        return null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..(char.IsHighSurrogate(text[39]) ? 39 : 40)] + "…";
}
