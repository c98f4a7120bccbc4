using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>Adds a field to one of the company's entities.</summary>
internal static class AddField
{
    // More on one form, and nobody would fill it in.
    private const int MostFields = 100;

    /// <param name="Entity">What gets the field.</param>
    /// <param name="Field">The field.</param>
    public sealed record Request(FieldEntity Entity, FieldDefinition Field);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(request.Entity, request.Field, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(FieldEntity entity, FieldDefinition definition, OrgEdit edit, CancellationToken ct)
    {
        if (definition.WhyNot(entity) is { } unfit) return unfit;
        var others = await edit.Db.CustomFields.Where(f => f.CompanyId == edit.User.CompanyId && f.Entity == entity).Select(f => new { f.Key, f.RetiredUtc }).ToListAsync(ct);
        if (others.Find(o => o.Key == definition.Key) is { } taken)
            return new Refusal("custom-fields.key.taken", $"Expected a key that no other field of a {entity} has, but '{definition.Key}' is taken{(taken.RetiredUtc is null ? "" : " by a field that is out of use; bring that one back")}.");
        if (others.Count >= MostFields) return new Refusal("custom-fields.too-many", $"Expected at most {MostFields} fields of a {entity}, but there are {others.Count}.");
        var field = new CustomField { CompanyId = edit.User.CompanyId, Entity = entity, Key = definition.Key, Kind = definition.Kind, LabelZh = "", LabelEn = "", ShapeJson = "" };
        definition.ApplyTo(field);
        edit.Db.Add(field);
        edit.Record("org.field.create", "field", field.Id, new { after = ListFields.Of(field, edit.User) });
        return field.Id;
    }
}

/// <summary>Changes a field. What its values are stored as changes with it, all of them or none.</summary>
internal static class ChangeField
{
    /// <param name="Field">The field as it shall be.</param>
    /// <param name="Version">The version that was read.</param>
    public sealed record Request(FieldDefinition Field, int Version);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid fieldId, Request request, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(fieldId, request, edit, c), ct);

    /// <summary>There is no such field.</summary>
    public static Refusal Unknown(Guid id) => new("custom-fields.unknown", $"Expected a field of the company, but there is none with the id {id:D}.");

    private static async Task<OrgOutcome> ApplyAsync(Guid id, Request request, OrgEdit edit, CancellationToken ct)
    {
        var (definition, version) = (request.Field, request.Version);
        if (await edit.Db.CustomFields.VisibleTo(edit.User).SingleOrDefaultAsync(f => f.Id == id, ct) is not { } field) return Unknown(id);
        if (field.Version != version) return new Refusal("custom-fields.changed-meanwhile", $"Expected version {field.Version} of the field, but the change was made to version {version}. Read it again.");
        if (definition.Key != field.Key) return new Refusal("custom-fields.key.invalid", $"Expected the key to stay '{field.Key}', because files and flows know the field by it, but it is '{definition.Key}'.");
        if (definition.WhyNot(field.Entity) is { } unfit) return unfit;
        var isUsed = await edit.Db.CustomValues.AnyAsync(v => v.FieldId == id, ct);
        if (isUsed && WhyNotKept(field, definition) is { } lost) return lost;
        var before = ListFields.Of(field, edit.User);
        var old = (field.Kind, field.Shape, field.IsUnique, field.IsSearchable, field.IsSecret);
        definition.ApplyTo(field);
        await edit.Db.SaveChangesAsync(ct);
        var isStoredAnew = old.Kind != field.Kind || old.IsUnique != field.IsUnique || old.IsSearchable != field.IsSearchable || old.IsSecret != field.IsSecret
            || old.Shape.Rules.IsMultiple != field.Shape.Rules.IsMultiple || (field.IsSearchable && field.Kind == CustomFieldKind.Choice);
        if (isUsed && isStoredAnew && await new RewriteValues(edit).RunAsync(field, old.Kind, old.Shape, ct) is { } refusal) return refusal;
        edit.Record("org.field.change", "field", id, new { before, after = ListFields.Of(field, edit.User) });
        return id;
    }

    // What was chosen or filled in must still mean something.
    private static Refusal? WhyNotKept(CustomField field, FieldDefinition definition)
    {
        if (field.Kind != definition.Kind) return null;
        var (before, after) = (field.Shape, definition.ToShape());
        if (before.Rules.Options?.FirstOrDefault(o => after.Rules.Options!.All(a => a.Value != o.Value)) is { } option)
            return new Refusal("custom-fields.options.in-use", $"Expected the option '{option.Value}' to be kept, because the field has values, but it is gone. Retire it instead.");
        return before.Columns.FirstOrDefault(c => !after.Columns.Any(a => a.Key == c.Key && a.Kind == c.Kind)) is { } column
            ? new Refusal("custom-fields.columns.in-use", $"Expected the column '{column.Key}' to be kept with its kind {column.Kind}, because the field has values, but it is not.")
            : null;
    }
}

/// <summary>Takes a field out of use, or brings it back. Its values are kept, and shown nowhere meanwhile.</summary>
internal static class RetireField
{
    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> HandleAsync(Guid fieldId, OrgChange change, TimeProvider clock, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(fieldId, clock.GetUtcNow().UtcDateTime, edit, c), ct);

    public static Task<Results<Ok<OrgChange.Response>, ProblemHttpResult>> RestoreAsync(Guid fieldId, OrgChange change, CancellationToken ct) =>
        change.RunAsync((edit, c) => ApplyAsync(fieldId, null, edit, c), ct);

    private static async Task<OrgOutcome> ApplyAsync(Guid id, DateTime? retiredUtc, OrgEdit edit, CancellationToken ct)
    {
        if (await edit.Db.CustomFields.VisibleTo(edit.User).SingleOrDefaultAsync(f => f.Id == id, ct) is not { } field) return ChangeField.Unknown(id);
        if (field.RetiredUtc is null == retiredUtc is null) return id;
        field.RetiredUtc = retiredUtc;
        edit.Record(retiredUtc is null ? "org.field.restore" : "org.field.retire", "field", id, new { field.Entity, field.Key });
        return id;
    }
}
