using System.ComponentModel;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Fields;

/// <summary>The fields that the company has added, as forms, lists and designers need them. What the caller can see of nobody is absent, unless they manage fields.</summary>
internal static class ListFields
{
    /// <param name="CanChange">The caller has the permissions that a change of its values needs, beside that for the entity.</param>
    /// <param name="RetiredUtc">Since when it is out of use; null while it is in use.</param>
    /// <param name="Version">To be sent with a change.</param>
    public sealed record View(Guid Id, FieldEntity Entity, string Key, CustomFieldKind Kind, string LabelZh, string LabelEn, string? Help, bool IsRequired, bool IsUnique, bool IsSearchable, bool IsSecret,
        FieldKind SeenAs, FieldKind ChangedAs, int Position, ValueRules Rules, IReadOnlyList<FieldColumn> Columns, int TableRows, JsonNode? Default, bool CanChange, DateTime? RetiredUtc, int Version);

    public static async Task<Results<Ok<List<View>>, ProblemHttpResult>> HandleAsync(
        [Description("Only those of this entity: person, employment, department, branch, position, asset or offboardingCase.")] string? entity,
        [Description("With those that are out of use; for those who manage fields. Default false.")] bool? retired,
        AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        FieldEntity? wanted = Enum.TryParse<FieldEntity>(entity, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed) && !char.IsAsciiDigit(entity[0]) ? parsed : null;
        if (wanted is null && entity is { Length: > 0 }) return Problems.Invalid("custom-fields.entity.invalid", $"Expected 'entity' to be person, employment, department, branch, position, asset or offboardingCase, but it is '{entity}'.");
        var manages = user.Has(Permission.FieldsManage);
        var fields = await db.CustomFields.AsNoTracking().VisibleTo(user).Where(f => (wanted == null || f.Entity == wanted) && (f.RetiredUtc == null || (manages && retired == true)))
            .OrderBy(f => f.Position).ThenBy(f => f.Id).ToListAsync(ct);
        return TypedResults.Ok(fields.OrderBy(f => f.Entity).Select(f => Of(f, user)).ToList());
    }

    /// <summary>The field as its readers see it.</summary>
    public static View Of(CustomField f, CurrentUser user) => new(f.Id, f.Entity, f.Key, f.Kind, f.LabelZh, f.LabelEn, f.Help, f.IsRequired, f.IsUnique, f.IsSearchable, f.IsSecret,
        f.SeenAs, f.ChangedAs, f.Position, f.Shape.Rules, f.Shape.Columns, f.Shape.MostRows, f.Shape.Default?.DeepClone(), CanChange(f, user), f.RetiredUtc, f.Version);

    // The kind Person is that of whoever sees the entity at all.
    private static bool CanChange(CustomField field, CurrentUser user) =>
        new[] { field.SeenAs, field.ChangedAs }.All(kind => kind == FieldKind.Person || user.Has(ProductFields.PermissionFor(kind)));
}

/// <summary>Which fields somebody may know of.</summary>
internal static class FieldScope
{
    /// <summary>Those of the own company that the user may see of anybody; all of them for whoever manages fields.</summary>
    public static IQueryable<CustomField> VisibleTo(this IQueryable<CustomField> fields, CurrentUser user)
    {
        var company = user.CompanyId;
        if (user.Has(Permission.FieldsManage)) return fields.Where(f => f.CompanyId == company);
        var kinds = Enum.GetValues<FieldKind>().Where(kind => kind == FieldKind.Person || user.Has(ProductFields.PermissionFor(kind))).ToList();
        return fields.Where(f => f.CompanyId == company && kinds.Contains(f.SeenAs));
    }
}
