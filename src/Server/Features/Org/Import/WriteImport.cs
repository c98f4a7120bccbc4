using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Fields;
using HrBpm.Server.Features.Org.Search;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Writes decided rows within the open transaction, part by part: new people in bulk, changed ones some at a time.</summary>
internal sealed class WriteImport(AppDbContext db, Phones phones, IReadOnlyList<IFollowsEmployment> followers, Guid companyId)
{
    private const int ChangedAtOnce = 500;

    /// <summary>Writes them.</summary>
    /// <param name="rows">What becomes of each row; those with errors are left out.</param>
    /// <param name="parts">Reads what was decided about them.</param>
    /// <param name="positions">Positions that the file brought.</param>
    /// <param name="progress">Hears how many of how many are done.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DbUpdateConcurrencyException">The decisions are not kept any more.</exception>
    public async Task RunAsync(IReadOnlyList<RowOutline> rows, DecidedParts parts, IReadOnlyCollection<Position> positions, Action<int, int> progress, CancellationToken ct)
    {
        var used = rows.Where(r => r.Outcome != RowOutcome.Error).Select(r => r.PositionId).ToHashSet();
        await BulkInsert.RunAsync(db, positions.Where(p => used.Contains(p.Id)), ct);
        var (added, changed) = (rows.Count(r => r.Outcome == RowOutcome.New), rows.Count(r => r.Outcome == RowOutcome.Change));
        // The keys of people are most of the work.
        var total = (4 * added) + changed;
        var done = 0;
        await foreach (var some in parts.ReadAsync(db, r => r.Outcome == RowOutcome.New, ct))
        {
            await AddAsync(some, ct);
            progress(done += 3 * some.Count, total);
        }

        // An employment may name a manager who comes further down: all people are there by now.
        await foreach (var some in parts.ReadAsync(db, r => r.Outcome is RowOutcome.New or RowOutcome.Change, ct))
        {
            await BulkInsert.RunAsync(db, some.Where(r => r.Outline.Outcome == RowOutcome.New).Select(EmploymentOf), ct);
            foreach (var few in some.Where(r => r.Outline.Outcome == RowOutcome.Change).Chunk(ChangedAtOnce)) await ChangeAsync(few, ct);
            progress(done += some.Count, total);
        }
    }

    private async Task AddAsync(IReadOnlyList<PlannedRow> rows, CancellationToken ct)
    {
        var people = rows.Select(PersonOf).ToList();
        foreach (var (person, row) in people.Zip(rows)) await phones.KeepAsync(person, row.Phone, ct);
        await BulkInsert.RunAsync(db, people, ct);
        // In the order of their index: then the pages that are written to are few.
        var keys = people.SelectMany(KeysOf).ToList();
        keys.Sort((one, other) => string.CompareOrdinal(one.Key, other.Key));
        await BulkInsert.RunAsync(db, keys, ct);
        await BulkInsert.RunAsync(db, OwnOf(rows).Select(o => o.Row), ct);
        await BulkInsert.RunAsync(db, OwnOf(rows).SelectMany(o => o.Keys), ct);
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
            (person.Name, person.Email, person.WeComUserId, person.DingTalkUnionId) = (row.Name, row.Email, row.WeComUserId, row.DingTalkUnionId);
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
        foreach (var follower in followers) await follower.FollowAsync(ids, ct);
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

    private static IEnumerable<(CustomValue Row, IEnumerable<CustomKey> Keys)> OwnOf(IReadOnlyList<PlannedRow> added) =>
        added.SelectMany(row => (row.Own ?? []).Select(own => StoreValue.RowsOf(own.Key, row.PersonId, own.Value)));

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
        DingTalkUnionId = row.DingTalkUnionId,
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
