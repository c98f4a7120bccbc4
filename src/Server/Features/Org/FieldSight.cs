using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org;

/// <summary>Which fields of which people somebody may see: for lists, search and exports, which ask once for a page.</summary>
internal sealed class FieldSight
{
    private readonly Dictionary<FieldKind, HashSet<Guid>> seen = [];

    private FieldSight() { }

    /// <summary>Finds out for these people.</summary>
    /// <param name="db">The database.</param>
    /// <param name="user">Who looks.</param>
    /// <param name="people">At whom. Those whom the user may not look up at all are not seen in any field.</param>
    /// <param name="ct">Gives up.</param>
    public static async Task<FieldSight> OfAsync(AppDbContext db, CurrentUser user, IReadOnlyCollection<Guid> people, CancellationToken ct)
    {
        var sight = new FieldSight();
        // What reaches the same people is asked for once.
        foreach (var alike in Enum.GetValues<FieldKind>().Where(kind => user.Has(ProductFields.PermissionFor(kind))).GroupBy(kind => PeopleScope.ReachOf(user, ProductFields.PermissionFor(kind))))
        {
            HashSet<Guid> seen = [.. await db.People.VisibleTo(user, ProductFields.PermissionFor(alike.First()), db).Where(p => people.Contains(p.Id)).Select(p => p.Id).ToListAsync(ct)];
            foreach (var kind in alike) sight.seen[kind] = seen;
        }

        return sight;
    }

    /// <summary>The fields of an entity that the user may see of somebody, as a list of columns: a value outside of <see cref="Sees(Guid, string, string)"/> stays empty.</summary>
    public static IReadOnlyList<string> ColumnsOf(string entity, CurrentUser user) =>
        [.. ProductFields.Of(entity).Where(f => user.Has(ProductFields.PermissionFor(f.Kind))).Select(f => f.Field)];

    /// <summary>Whether the user may see this field of what is about this person.</summary>
    public bool Sees(Guid person, string entity, string field) => Sees(person, ProductFields.KindOf(entity, field));

    /// <summary>Whether the user may see this field of the company's own, of what is about this person.</summary>
    public bool Sees(Guid person, CustomField field) => Sees(person, field.SeenAs);

    /// <summary>Whether the user may change this field, if they may change what has it.</summary>
    public bool MayChange(Guid person, CustomField field) => Sees(person, field.SeenAs) && Sees(person, field.ChangedAs);

    /// <summary>Whether the user may see this field of what is about nobody, such as a department: its kind of data has to be seen in the whole company.</summary>
    public static bool SeesOfCompany(CurrentUser user, CustomField field) => SeesOfCompany(user, field, field.SeenAs);

    /// <summary>Whether the user may change this field of what is about nobody, if they may change what has it.</summary>
    public static bool MayChangeOfCompany(CurrentUser user, CustomField field) => SeesOfCompany(user, field) && SeesOfCompany(user, field, field.ChangedAs);

    /// <summary>The person whom an entity is about; null for what is about nobody.</summary>
    public static async Task<Guid?> SubjectPersonAsync(AppDbContext db, FieldEntity entity, Guid subjectId, CancellationToken ct) => entity switch
    {
        FieldEntity.Person => subjectId,
        FieldEntity.Employment => await db.Employments.Where(e => e.Id == subjectId).Select(e => (Guid?)e.PersonId).SingleOrDefaultAsync(ct),
        FieldEntity.OffboardingCase => await db.OffboardingCases.Where(c => c.Id == subjectId).Select(c => (Guid?)c.LeaverId).SingleOrDefaultAsync(ct),
        _ => null,
    };

    private static bool SeesOfCompany(CurrentUser user, CustomField field, FieldKind kind) =>
        kind == FieldKind.Person ? field.Entity != FieldEntity.Asset || user.Has(Permission.OrgWrite) : user.Rights.ReachesCompany(ProductFields.PermissionFor(kind));

    /// <summary>Whether the user may see this kind of data about this person.</summary>
    public bool Sees(Guid person, FieldKind kind) => seen.TryGetValue(kind, out var people) && people.Contains(person);
}
