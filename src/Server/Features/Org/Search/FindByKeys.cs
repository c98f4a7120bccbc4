using HrBpm.Server.Database;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Narrows people to those whom something typed finds: by name, pinyin, initials, employee number, account, tail of the phone number, or department.</summary>
internal static class FindByKeys
{
    // More words than a name, a number and a department have would be a way to keep the database busy.
    private const int MostWords = 6;

    /// <summary>Those whom every word of the text finds; all of them for an empty text.</summary>
    /// <param name="people">Whom to look among.</param>
    /// <param name="text">What was typed.</param>
    /// <param name="companyId">The company whose keys are looked at.</param>
    /// <param name="today">Departments are those of this day and later.</param>
    /// <param name="db">The database.</param>
    public static IQueryable<PersonRecord> Matching(this IQueryable<PersonRecord> people, string? text, Guid companyId, DateOnly today, AppDbContext db)
    {
        foreach (var word in SearchWords.Typed(text ?? "").Take(MostWords))
        {
            var found = Beginning(db.PersonKeys, companyId, word).Concat(InDepartment(db, companyId, word, today));
            if (SearchWords.TailOf(word) is { } tail) found = found.Concat(Beginning(db.PersonKeys, companyId, tail));
            people = people.Where(p => found.Contains(p.Id));
        }

        return people;
    }

    private static IQueryable<Guid> InDepartment(AppDbContext db, Guid companyId, string word, DateOnly today)
    {
        var departments = Beginning(db.DepartmentKeys, companyId, word);
        return db.Employments.Where(e => (e.Until == null || e.Until >= today) && departments.Contains(e.DepartmentId)).Select(e => e.PersonId);
    }

    // A range of the primary key's index, in the order of bytes on both databases.
    private static IQueryable<Guid> Beginning<T>(IQueryable<T> keys, Guid companyId, string word) where T : SearchKey
    {
        var after = SearchWords.After(word);
#pragma warning disable CA1309 // Not run here: it becomes SQL's comparison, which is ordinal by the column's collation.
        return keys.Where(k => k.CompanyId == companyId && string.Compare(k.Key, word) >= 0 && string.Compare(k.Key, after) < 0).Select(k => k.SubjectId);
#pragma warning restore CA1309
    }
}
