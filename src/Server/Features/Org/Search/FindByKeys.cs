using System.Linq.Expressions;
using HrBpm.Server.Database;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Narrows people to those whom something typed finds: by name, pinyin, initials, employee number, account, tail of a number, or department.</summary>
internal static class FindByKeys
{
    // More words than a name, a number and a department have would be a way to keep the database busy.
    private const int MostWords = 6;

    /// <summary>Those whom every word of the text finds; all of them for an empty text. The database begins with the keys: right where a text finds few.</summary>
    /// <param name="people">Whom to look among.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="companyId">The company whose keys are looked at.</param>
    /// <param name="today">Departments are those of this day and later.</param>
    /// <param name="db">The database.</param>
    /// <param name="blind">The text's words as keys of sealed phone numbers.</param>
    public static IQueryable<PersonRecord> Matching(this IQueryable<PersonRecord> people, string? text, Guid companyId, DateOnly today, AppDbContext db, BlindTails? blind = null)
    {
        foreach (var word in Words(text))
        {
            var departments = db.DepartmentKeys.Where(Begins<DepartmentKey>(companyId, word)).Select(k => k.SubjectId);
            var found = db.PersonKeys.Where(Begins<PersonKey>(companyId, word)).Select(k => k.SubjectId)
                .Concat(db.Employments.Where(e => (e.Until == null || e.Until >= today) && departments.Contains(e.DepartmentId)).Select(e => e.PersonId));
            if (SearchWords.TailOf(word) is { } tail) found = found.Concat(db.PersonKeys.Where(Begins<PersonKey>(companyId, tail)).Select(k => k.SubjectId));
            if (blind?.Of(word) is { Count: > 0 } sealedTails) found = found.Concat(db.PersonKeys.Where(k => k.CompanyId == companyId && sealedTails.Contains(k.Key)).Select(k => k.SubjectId));
            people = people.Where(p => found.Contains(p.Id));
        }

        return people;
    }

    /// <summary>The same people. The database walks them in the order that is asked for and looks at each one's keys: right where a text finds many, of whom a page is wanted.</summary>
    public static IQueryable<PersonRecord> MatchingInOrder(this IQueryable<PersonRecord> people, string? text, Guid companyId, DateOnly today, AppDbContext db, BlindTails? blind = null)
    {
        foreach (var word in Words(text))
        {
            var departments = db.DepartmentKeys.Where(Begins<DepartmentKey>(companyId, word)).Select(k => k.SubjectId);
            var keys = db.PersonKeys.Where(Begins<PersonKey>(companyId, word));
            var tails = db.PersonKeys.Where(Begins<PersonKey>(companyId, SearchWords.TailOf(word) ?? word));
            if (blind?.Of(word) is { Count: > 0 } sealedTails) tails = tails.Concat(db.PersonKeys.Where(k => k.CompanyId == companyId && sealedTails.Contains(k.Key)));
            people = people.Where(p => keys.Any(k => k.SubjectId == p.Id) || tails.Any(k => k.SubjectId == p.Id)
                || db.Employments.Any(e => e.PersonId == p.Id && (e.Until == null || e.Until >= today) && departments.Contains(e.DepartmentId)));
        }

        return people;
    }

    private static IEnumerable<string> Words(string? text) => SearchWords.Typed(text ?? "").Take(MostWords);

    // A range of the primary key's index, in the order of bytes on both databases.
    private static Expression<Func<T, bool>> Begins<T>(Guid companyId, string word) where T : SearchKey
    {
        var after = SearchWords.After(word);
#pragma warning disable CA1309 // Not run here: it becomes SQL's comparison, which is ordinal by the column's collation.
        return k => k.CompanyId == companyId && string.Compare(k.Key, word) >= 0 && string.Compare(k.Key, after) < 0;
#pragma warning restore CA1309
    }
}
