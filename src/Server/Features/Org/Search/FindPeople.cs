using System.Linq.Expressions;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Finds people by what somebody typed: any part of a name, pinyin, initials, numbers, account, department, and searchable fields of the company's own.
/// What the viewer may not see of somebody does not find them.</summary>
/// <param name="db">The database.</param>
/// <param name="user">The viewer. Keys are looked at company by company, so that each look is a range of their index: in the own one, or as far as the permission reaches in those of the group.</param>
/// <param name="secrets">Keys of companies, for phone numbers that are sealed.</param>
/// <param name="today">Departments are those of this day and later.</param>
/// <param name="permission">By which people are looked for.</param>
/// <param name="few">Up to so many keys, a word is looked up; a word that finds more is looked for at each person instead.</param>
internal sealed class FindPeople(AppDbContext db, CurrentUser user, CompanyKeys secrets, DateOnly today, Permission permission, int few = FindPeople.Few)
{
    /// <summary>Beyond so many, nobody counts or sorts what is found: it takes longer than anybody waits.</summary>
    public const int Few = 2_000;

    // More words than a name, a number and a department have would be a way to keep the database busy.
    private const int MostWords = 6;
    private const int FewDepartments = 20;

    /// <param name="People">Those who are found.</param>
    /// <param name="IsMany">Every word finds many: a page in the order of the employee number comes at once, and counting them all would not.</param>
    public sealed record Found(IQueryable<PersonRecord> People, bool IsMany);

    private sealed record Word(string Text, IReadOnlyList<Guid> Departments);

    // Companies in which contacts are seen, each with what sealed numbers are looked for by there, and fields of the companies' own.
    private sealed record Sources(IReadOnlyList<(Guid Company, BlindTails Blind)> Contacts, IQueryable<Guid>? ContactsOf, IReadOnlyList<(IReadOnlyList<Guid> Fields, IQueryable<Guid>? People)> Own);

    private readonly IReadOnlyList<Guid> companies = CompaniesOf(user, permission);

    /// <summary>Those of the people whom every word of the text finds; all of them for an empty text.</summary>
    public async Task<Found> AmongAsync(IQueryable<PersonRecord> people, string? text, CancellationToken ct)
    {
        var words = SearchWords.Typed(text ?? "").Take(MostWords).ToList();
        if (words.Count == 0) return new(people, false);
        var sources = await SourcesAsync(text!, ct);
        HashSet<Guid>? ids = null;
        var broad = new List<Word>();
        foreach (var word in words)
        {
            var departments = new List<Guid>();
            foreach (var company in companies) departments.AddRange(await db.DepartmentKeys.Where(Begins<DepartmentKey>(company, word)).Select(k => k.SubjectId).Distinct().ToListAsync(ct));
            if (await IdsAsync(new(word, departments), sources, ct) is not { } found) broad.Add(new(word, departments));
            else if (ids is null) ids = [.. found];
            else ids.IntersectWith(found);
        }

        if (ids is not null) people = people.Where(p => ids.Contains(p.Id));
        foreach (var word in broad) people = people.Where(Has(word, sources));
        return new(people, ids is null);
    }

    // Who sees contacts, or a field, of some people only is found nobody else by them.
    private async Task<Sources> SourcesAsync(string text, CancellationToken ct)
    {
        var kinds = Enum.GetValues<FieldKind>().Where(k => user.Has(ProductFields.PermissionFor(k))).ToList();
        var own = new List<(IReadOnlyList<Guid>, IQueryable<Guid>?)>();
        foreach (var kind in kinds)
        {
            var reached = SeenIn(kind);
            var fields = await db.CustomFields.AsNoTracking()
                .Where(f => reached.Contains(f.CompanyId) && f.Entity == FieldEntity.Person && f.IsSearchable && f.RetiredUtc == null && f.SeenAs == kind).Select(f => f.Id).ToListAsync(ct);
            if (fields.Count > 0) own.Add((fields, PeopleSeenIn(kind)));
        }

        var contacts = new List<(Guid, BlindTails)>();
        if (kinds.Contains(FieldKind.Contact))
            foreach (var company in SeenIn(FieldKind.Contact)) contacts.Add((company, await BlindTails.OfAsync(text, company, secrets, ct)));
        return new(contacts, contacts.Count == 0 ? null : PeopleSeenIn(FieldKind.Contact), own);
    }

    private static IReadOnlyList<Guid> CompaniesOf(CurrentUser user, Permission permission) => user.Rights.Reaches(permission, Reach.Group) ? user.Group : [user.CompanyId];

    // The companies that the search looks at, as far as the kind of data is seen there.
    private IReadOnlyList<Guid> SeenIn(FieldKind kind) => [.. companies.Intersect(CompaniesOf(user, ProductFields.PermissionFor(kind)))];

    private IQueryable<Guid>? PeopleSeenIn(FieldKind kind) =>
        user.Rights.ReachesCompany(ProductFields.PermissionFor(kind)) ? null : db.People.VisibleTo(user, ProductFields.PermissionFor(kind), db).Select(p => p.Id);

    private async Task<HashSet<Guid>?> IdsAsync(Word word, Sources sources, CancellationToken ct)
    {
        if (word.Departments.Count > FewDepartments) return null;
        var ids = new HashSet<Guid>();
        foreach (var source in SourcesOf(word, sources))
        {
            var some = await source.Take(few + 1).ToListAsync(ct);
            if (some.Count > few) return null;
            ids.UnionWith(some);
            if (ids.Count > few) return null;
        }

        return ids;
    }

    private IEnumerable<IQueryable<Guid>> SourcesOf(Word word, Sources sources)
    {
        foreach (var company in companies) yield return db.PersonKeys.Where(Begins<PersonKey>(company, word.Text)).OrderBy(k => k.Key).ThenBy(k => k.SubjectId).Select(k => k.SubjectId);
        if (SearchWords.Contact(word.Text) is { } contact)
        {
            foreach (var (company, blind) in sources.Contacts)
            {
                var keys = Phones(word, contact, company, blind);
                if (sources.ContactsOf is { } seen) keys = keys.Where(k => seen.Contains(k.SubjectId));
                yield return keys.OrderBy(k => k.Key).ThenBy(k => k.SubjectId).Select(k => k.SubjectId);
            }
        }

        foreach (var (fields, seen) in sources.Own)
        {
            foreach (var field in fields)
            {
                var keys = db.CustomKeys.Where(k => k.FieldId == field).Where(Begins(word.Text));
                if (seen is not null) keys = keys.Where(k => seen.Contains(k.SubjectId));
                yield return keys.OrderBy(k => k.Key).ThenBy(k => k.SubjectId).Select(k => k.SubjectId);
            }
        }

        if (word.Departments.Count > 0) yield return Employed(word).OrderBy(e => e.Id).Select(e => e.PersonId);
    }

    // Numbers that are kept as they are by their digits, sealed ones by what the company's key makes of the last of them.
    private IQueryable<PersonKey> Phones(Word word, string contact, Guid company, BlindTails blind)
    {
        var (plain, tails) = (db.PersonKeys.Where(Begins<PersonKey>(company, contact)), blind.Of(word.Text));
        return tails.Count == 0 ? plain : plain.Concat(db.PersonKeys.Where(k => k.CompanyId == company && tails.Contains(k.Key)));
    }

    private IQueryable<Employment> Employed(Word word)
    {
        var departments = word.Departments;
        return db.Employments.Where(e => (e.Until == null || e.Until >= today) && departments.Contains(e.DepartmentId));
    }

    // One look at each person in turn, at whatever finds them. Were it "or" between several looks, PostgreSQL would first collect everybody whom each of them finds: all employments for a word
    // that all departments begin with, where a page of fifty needs some hundred rows.
    private Expression<Func<PersonRecord, bool>> Has(Word word, Sources sources)
    {
        var keys = db.PersonKeys.Where(Begins<PersonKey>(companies, word.Text));
        Expression<Func<PersonRecord, IQueryable<Guid>>> has = p => keys.Where(k => k.SubjectId == p.Id).Select(k => k.SubjectId);
        if (SearchWords.Contact(word.Text) is { } contact)
        {
            var seen = sources.ContactsOf;
            foreach (var phones in sources.Contacts.Select(c => Phones(word, contact, c.Company, c.Blind)))
                has = Plus(has, seen is null ? p => phones.Where(k => k.SubjectId == p.Id).Select(k => k.SubjectId) : p => phones.Where(k => k.SubjectId == p.Id && seen.Contains(k.SubjectId)).Select(k => k.SubjectId));
        }

        foreach (var (fields, seen) in sources.Own)
        {
            var own = db.CustomKeys.Where(k => fields.Contains(k.FieldId)).Where(Begins(word.Text));
            has = Plus(has, seen is null ? p => own.Where(k => k.SubjectId == p.Id).Select(k => k.SubjectId) : p => own.Where(k => k.SubjectId == p.Id && seen.Contains(k.SubjectId)).Select(k => k.SubjectId));
        }

        var employed = Employed(word);
        if (word.Departments.Count > 0) has = Plus(has, p => employed.Where(e => e.PersonId == p.Id).Select(e => e.PersonId));
        return Expression.Lambda<Func<PersonRecord, bool>>(Expression.Call(typeof(Queryable), nameof(Queryable.Any), [typeof(Guid)], has.Body), has.Parameters);
    }

    private static Expression<Func<PersonRecord, IQueryable<Guid>>> Plus(Expression<Func<PersonRecord, IQueryable<Guid>>> one, Expression<Func<PersonRecord, IQueryable<Guid>>> other)
    {
        var same = ReplacingExpressionVisitor.Replace(other.Parameters[0], one.Parameters[0], other.Body);
        return Expression.Lambda<Func<PersonRecord, IQueryable<Guid>>>(Expression.Call(typeof(Queryable), nameof(Queryable.Concat), [typeof(Guid)], one.Body, same), one.Parameters);
    }

    // A range of the primary key's index, in the order of bytes on both databases.
#pragma warning disable CA1309 // Not run here: it becomes SQL's comparison, which is ordinal by the column's collation.
    private static Expression<Func<T, bool>> Begins<T>(Guid company, string word) where T : SearchKey
    {
        var after = SearchWords.After(word);
        return k => k.CompanyId == company && string.Compare(k.Key, word) >= 0 && string.Compare(k.Key, after) < 0;
    }

    // Of one person, whose keys are in the order of another index; several companies cost nothing there.
    private static Expression<Func<T, bool>> Begins<T>(IReadOnlyList<Guid> companies, string word) where T : SearchKey
    {
        if (companies is [var only]) return Begins<T>(only, word);
        var after = SearchWords.After(word);
        return k => companies.Contains(k.CompanyId) && string.Compare(k.Key, word) >= 0 && string.Compare(k.Key, after) < 0;
    }

    private static Expression<Func<CustomKey, bool>> Begins(string word)
    {
        var after = SearchWords.After(word);
        return k => string.Compare(k.Key, word) >= 0 && string.Compare(k.Key, after) < 0;
    }
#pragma warning restore CA1309
}
