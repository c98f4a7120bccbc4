using System.Collections.Frozen;
using static HrBpm.Server.Platform.FieldKind;

namespace HrBpm.Server.Platform;

/// <summary>The table of fields: what kind of data each is, and which permission each kind needs. Roles have these permissions, so a role decides on fields as it decides on routes.</summary>
internal static class ProductFields
{
    /// <summary>A person, as lists, search and exports show one.</summary>
    public const string OfPerson = "person";

    /// <summary>A final pay statement.</summary>
    public const string OfStatement = "statement";

    /// <summary>An offboarding case.</summary>
    public const string OfCase = "case";

    private static readonly FrozenDictionary<string, (string Field, FieldKind Kind)[]> Table = new Dictionary<string, (string, FieldKind)[]>
    {
        [OfPerson] =
        [
            ("name", Person), ("employeeNumber", Person), ("userName", Person), ("email", Person), ("weComUserId", Person), ("dingTalkUnionId", Person), ("branch", Person), ("department", Person), ("position", Person),
            ("managerId", Person), ("from", Person), ("until", Person), ("isActive", Person),
            ("phone", Contact), ("identityNumber", IdentityNumber), ("bankAccount", IdentityNumber), ("salary", Pay), ("performanceNotes", Performance),
        ],
        [OfStatement] = [("caseNumber", Person), ("employeeNumber", Person), ("employeeName", Person), ("statutoryPayUtc", Pay), ("items", Pay), ("delayCost", Pay)],
        [OfCase] = [("number", Person), ("leaver", Person), ("receiver", Person), ("kind", Person), ("reason", Person), ("stage", Person), ("handover", Person), ("certificate", Person), ("pay", Pay), ("damage", Pay)],
    }.ToFrozenDictionary();

    /// <summary>The permission that a kind of data needs.</summary>
    public static Permission PermissionFor(FieldKind kind) => kind switch
    {
        Person => Permission.PeopleRead,
        Contact => Permission.ContactRead,
        IdentityNumber => Permission.IdentityRead,
        Pay => Permission.PayRead,
        Performance => Permission.PerformanceRead,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Expected a kind of data that has a permission."),
    };

    /// <summary>The kind of a field.</summary>
    /// <exception cref="ArgumentException">The table does not have the field: whoever adds one says there what it is.</exception>
    public static FieldKind KindOf(string entity, string field) => Table.GetValueOrDefault(entity, []).FirstOrDefault(f => f.Field == field) is { Field: not null } found
        ? found.Kind
        : throw new ArgumentException($"Expected '{entity}.{field}' to be in the table of fields, but it is not.", nameof(field));

    /// <summary>All fields of an entity, in the order of the table.</summary>
    public static IReadOnlyList<(string Field, FieldKind Kind)> Of(string entity) => Table[entity];
}
