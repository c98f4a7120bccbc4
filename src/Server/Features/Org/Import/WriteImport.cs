using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Writes planned rows within the open transaction: new people in bulk, changed ones some at a time.</summary>
internal sealed class WriteImport(AppDbContext db, Phones phones, Guid companyId)
{
    private const int ChangedAtOnce = 500;
    private const int PeopleAtOnce = 5_000;

    /// <summary>Writes them.</summary>
    /// <param name="rows">Rows without errors.</param>
    /// <param name="positions">Positions that the file brought.</param>
    /// <param name="progress">Hears how many of how many are done.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(IReadOnlyList<PlannedRow> rows, IEnumerable<Position> positions, Action<int, int> progress, CancellationToken ct)
    {
        var used = rows.Select(r => r.PositionId).ToHashSet();
        await BulkInsert.RunAsync(db, positions.Where(p => used.Contains(p.Id)), ct);
        var added = rows.Where(r => r.Outcome == RowOutcome.New).Select(r => (Row: r, Person: PersonOf(r))).ToList();
        foreach (var (row, person) in added) await phones.KeepAsync(person, row.Phone, ct);
        var changed = rows.Where(r => r.Outcome == RowOutcome.Change).ToList();
        var total = (3 * added.Count) + changed.Count;
        var done = 0;
        T Counted<T>(T row)
        {
            progress(++done, total);
            return row;
        }

        await BulkInsert.RunAsync(db, added.Select(a => Counted(a.Person)), ct);
        await BulkInsert.RunAsync(db, added.Select(a => Counted(EmploymentOf(a.Row))), ct);
        // In the order of their index, a part of the people at a time: then the pages that are written to are few.
        foreach (var some in added.Chunk(PeopleAtOnce))
            await BulkInsert.RunAsync(db, some.SelectMany(a => KeysOf(Counted(a.Person))).OrderBy(k => k.Key, StringComparer.Ordinal), ct);
        await BulkInsert.RunAsync(db, OwnOf(added).Select(o => o.Row), ct);
        await BulkInsert.RunAsync(db, OwnOf(added).SelectMany(o => o.Keys), ct);
        foreach (var some in changed.Chunk(ChangedAtOnce))
        {
            await ChangeAsync(some, ct);
            progress(done += some.Length, total);
        }
    }

    private async Task ChangeAsync(PlannedRow[] rows, CancellationToken ct)
    {
        var ids = Array.ConvertAll(rows, r => r.PersonId);
        var people = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var latest = rows.Select(r => r.Known?.Employment?.Id).OfType<Guid>().ToList();
        var employments = await db.Employments.Where(e => latest.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        foreach (var row in rows)
        {
            var person = people[row.PersonId];
            (person.Name, person.Email, person.WeComUserId) = (row.Name, row.Email, row.WeComUserId);
            if (await phones.ReadAsync(person, ct) != row.Phone) await phones.KeepAsync(person, row.Phone, ct);
            var employment = row.Known?.Employment is { } known ? employments[known.Id] : null;
            if (row.StartsEmployment)
            {
                if (employment is { Until: null }) employment.Until = row.From.AddDays(-1);
                db.Add(EmploymentOf(row));
            }
            else
            {
                Change(employment!, row);
            }
        }

        await ChangeOwnAsync(rows, ct);
        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
    }

    private async Task ChangeOwnAsync(PlannedRow[] rows, CancellationToken ct)
    {
        var (people, fields) = (rows.Where(r => r.Own is not null).Select(r => r.PersonId).ToList(), rows.SelectMany(r => r.Own?.Keys.Select(f => f.Id) ?? []).Distinct().ToList());
        if (people.Count == 0) return;
        var values = await db.CustomValues.Where(v => people.Contains(v.SubjectId) && fields.Contains(v.FieldId)).ToDictionaryAsync(v => (v.SubjectId, v.FieldId), ct);
        var keys = (await db.CustomKeys.Where(k => people.Contains(k.SubjectId) && fields.Contains(k.FieldId)).ToListAsync(ct)).ToLookup(k => (k.SubjectId, k.FieldId));
        foreach (var (row, (field, value)) in rows.SelectMany(r => (r.Own ?? []).Select(own => (r, own))))
        {
            var (fresh, wanted) = StoreValue.RowsOf(field, row.PersonId, value);
            if (values.TryGetValue((row.PersonId, field.Id), out var stored)) (stored.Json, stored.UniqueHash) = (fresh.Json, fresh.UniqueHash);
            else db.Add(fresh);
            var before = keys[(row.PersonId, field.Id)];
            var after = wanted.ToList();
            db.RemoveRange(before.ExceptBy(after.Select(k => k.Key), k => k.Key));
            db.AddRange(after.ExceptBy(before.Select(k => k.Key), k => k.Key));
        }
    }

    private static IEnumerable<(CustomValue Row, IEnumerable<CustomKey> Keys)> OwnOf(IEnumerable<(PlannedRow Row, PersonRecord Person)> added) =>
        added.SelectMany(a => (a.Row.Own ?? []).Select(own => StoreValue.RowsOf(own.Key, a.Person.Id, own.Value)));

    private static void Change(Employment employment, PlannedRow row)
    {
        (employment.BranchId, employment.DepartmentId, employment.PositionId) = (row.BranchId, row.DepartmentId, row.PositionId);
        (employment.ManagerId, employment.DottedLineManagerId, employment.HrBpId) = (row.ManagerId, row.DottedLineManagerId, row.HrBpId);
        employment.Until = row.Until;
    }

    private IEnumerable<PersonKey> KeysOf(PersonRecord person) => SearchKeyUpkeep.KeysOf(person).Select(key => new PersonKey { CompanyId = companyId, Key = key, SubjectId = person.Id });

    private PersonRecord PersonOf(PlannedRow row) => new()
    {
        Id = row.PersonId,
        CompanyId = companyId,
        Name = row.Name,
        EmployeeNumber = row.EmployeeNumber,
        UserName = row.UserName,
        Email = row.Email,
        WeComUserId = row.WeComUserId,
    };

    private Employment EmploymentOf(PlannedRow row) => new()
    {
        CompanyId = companyId,
        PersonId = row.PersonId,
        BranchId = row.BranchId,
        DepartmentId = row.DepartmentId,
        PositionId = row.PositionId,
        ManagerId = row.ManagerId,
        DottedLineManagerId = row.DottedLineManagerId,
        HrBpId = row.HrBpId,
        From = row.From,
        Until = row.Until,
    };
}
