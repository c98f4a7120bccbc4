using HrBpm.Server.Features.Org.People;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Decides what each row of a file does to the people that the company knows. Changes nothing.</summary>
/// <param name="job">The import.</param>
/// <param name="file">The file.</param>
/// <param name="mapping">Which column holds which field.</param>
/// <param name="known">Everybody before the import.</param>
/// <param name="places">Branches, departments and positions.</param>
/// <param name="own">Fields of the company's own.</param>
internal sealed class PlanImport(PeopleImport job, ImportFile file, ImportMapping mapping, KnownPeople known, ImportPlaces places, ImportOwnFields own)
{
    private readonly Dictionary<ImportField, int> columns = mapping.Product.ToDictionary(m => m.Key, m => file.Columns.ToList().IndexOf(m.Value));
    private readonly Dictionary<string, RowOutline> byNumber = new(StringComparer.Ordinal);

    /// <summary>All rows, about which nothing but who they are about is decided.</summary>
    /// <exception cref="UnreadableFileException">The file is broken, or too large.</exception>
    public List<RowOutline> Outline() => [.. file.Rows().Select((cells, n) => Identify(n + 1, columns.TryGetValue(ImportField.EmployeeNumber, out var column) ? cells[column] : ""))];

    /// <summary>Plans all rows: those that were decided about before are taken over, and each further part is kept as soon as it is decided.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="decided">How many parts were decided before, on the same basis.</param>
    /// <param name="read">Reads such a part.</param>
    /// <param name="keep">Keeps a part: its number, and the decisions.</param>
    /// <param name="progress">Hears how many of how many are done.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or too large.</exception>
    public async Task RunAsync(IReadOnlyList<RowOutline> rows, int decided, Func<int, Task<IEnumerable<PlannedRow>>> read, Func<int, byte[], Task> keep, Action<int, int> progress)
    {
        for (var number = 0; number < decided; number++)
            foreach (var row in await read(number)) Take(row);
        var at = decided * DecidedRows.RowsInChunk;
        foreach (var some in file.Rows().Skip(at).Chunk(DecidedRows.RowsInChunk))
        {
            List<PlannedRow> planned = [.. some.Select((cells, n) => new PlannedRow(rows[at + n], cells))];
            foreach (var row in planned) Plan(row);
            await keep(at / DecidedRows.RowsInChunk, DecidedRows.Write(planned.Select(r => r.ToDecided(places.NewNameOf(r.PositionId)))));
            progress(at += some.Length, rows.Count);
        }

        RejectWhoeverNeedsTheRejected(rows);
        ManagerCircles.Reject(rows, known);
        RejectWhoeverNeedsTheRejected(rows);
        foreach (var row in rows) row.Settle();
    }

    // First of all, so that a row may name a manager who comes further down.
    private RowOutline Identify(int number, string employeeNumber)
    {
        var person = known.ByNumber.GetValueOrDefault(employeeNumber);
        var row = new RowOutline(number, employeeNumber) { Known = person, PersonId = person?.Id ?? ImportIds.OfPerson(job, number) };
        if (OrgTexts.WhyNotCode(employeeNumber, "an employee number") is { } unfit) row.Error(unfit.Message);
        else if (!byNumber.TryAdd(employeeNumber, row)) row.Error($"Expected each employee number once, but {employeeNumber} is in row {byNumber[employeeNumber].Number} already.");
        return row;
    }

    private void Take(PlannedRow row)
    {
        if (row.NewPosition is { } position) places.Take(position, row.PositionId);
        if (row.Known is null && row.Outcome != RowOutcome.Error) known.TakeUserName(row.UserName);
        own.Remember(row);
        row.Outline.Take(row);
    }

    private void Plan(PlannedRow row)
    {
        if (row.Outcome != RowOutcome.Error) Decide(row);
        row.Outline.Take(row);
    }

    private void Decide(PlannedRow row)
    {
        PlanPerson(row);
        PlanDays(row);
        PlanPlace(row);
        row.ManagerId = Person(row, ImportField.Manager, "manager", row.Known?.Employment?.ManagerId);
        row.DottedLineManagerId = Person(row, ImportField.DottedLineManager, "dotted-line manager", row.Known?.Employment?.DottedLineManagerId);
        row.HrBpId = Person(row, ImportField.HrBp, "HR business partner", row.Known?.Employment?.HrBpId);
        if (row.Known is not null && row.Errors.Count == 0) RowChanges.Note(row, known, places);
        own.Plan(row, IdOf);
    }

    private void PlanPerson(PlannedRow row)
    {
        row.Name = Text(row, ImportField.Name) ?? row.Known?.Name ?? "";
        row.Email = Text(row, ImportField.Email) ?? row.Known?.Email ?? "";
        row.Phone = Text(row, ImportField.Phone) ?? row.Known?.Phone;
        row.WeComUserId = Text(row, ImportField.WeComUserId) ?? row.Known?.WeComUserId;
        row.DingTalkUnionId = Text(row, ImportField.DingTalkUnionId) ?? row.Known?.DingTalkUnionId;
        row.UserName = Text(row, ImportField.UserName) ?? row.Known?.UserName ?? row.Email.Split('@')[0];
        Check(row, OrgTexts.WhyNotName(row.Name, "a name of the person"));
        Check(row, OrgTexts.WhyNotEmail(row.Email));
        Check(row, OrgTexts.WhyNotPhone(row.Phone));
        Check(row, OrgTexts.WhyNotCode(row.UserName, "a user name"));
        if (row.WeComUserId is { } weCom) Check(row, OrgTexts.WhyNotCode(weCom, "a WeCom user id"));
        if (row.DingTalkUnionId is { } unionId) Check(row, OrgTexts.WhyNotCode(unionId, "a DingTalk unionId"));
        if (row.Known is { } held && known.HoldingMore.Contains(held.Id) && (row.Email, row.WeComUserId, row.DingTalkUnionId) != (held.Email, held.WeComUserId, held.DingTalkUnionId)) Check(row, ChangePerson.HoldsMore(held.Name));
        if (row.Known is { } before && row.UserName != before.UserName) row.Error($"Expected the user name to stay {before.UserName}, because other systems know the person by it, but it is {row.UserName}.");
        if (row.Known is null && row.Errors.Count == 0 && !known.TakeUserName(row.UserName)) row.Error($"Expected a user name that nobody has, but {row.UserName} is taken.");
    }

    private void PlanDays(PlannedRow row)
    {
        var latest = row.Known?.Employment;
        row.From = Day(row, ImportField.From) ?? latest?.From ?? default;
        if (row.From == default) row.Error("Expected a first day such as 2026-03-01, but there is none.");
        row.Until = Day(row, ImportField.Until) ?? (latest?.From == row.From ? latest.Until : null);
        if (row.From != default) Check(row, OrgTexts.WhyNotDays(row.From, row.Until));
        if (latest is not null && row.From < latest.From) row.Error($"Expected a first day of {latest.From:yyyy-MM-dd} or later, when the latest employment began, but it is {row.From:yyyy-MM-dd}.");
    }

    private void PlanPlace(PlannedRow row)
    {
        var latest = row.Known?.Employment;
        if (Text(row, ImportField.Branch) is not { } branch) row.BranchId = latest?.BranchId ?? Missing(row, "a branch");
        else if (places.Branch(branch) is { } found) row.BranchId = found;
        else row.Error($"Expected a branch of the company, but there is none '{branch}'.");

        if (Text(row, ImportField.Department) is not { } department) row.DepartmentId = latest?.DepartmentId ?? Missing(row, "a department");
        else if (places.Departments(department) is [var only]) row.DepartmentId = only;
        else row.Error(places.Departments(department).Count == 0 ? $"Expected a department of the company, but there is none '{department}'." : $"Expected one department, but there are several '{department}': write it with those above it, such as 总部/{department}.");

        if (Text(row, ImportField.Position) is not { } position) row.PositionId = latest?.PositionId ?? Missing(row, "a position");
        else if (OrgTexts.WhyNotName(position, "a name of the position") is { } unfit) row.Error(unfit.Message);
        else if (row.Errors.Count == 0)
        {
            row.PositionId = places.Position(position, out var isNew);
            if (isNew) row.Warn($"The position '{position}' is not there yet and is added.");
        }
    }

    private Guid? Person(PlannedRow row, ImportField field, string what, Guid? before)
    {
        if (Text(row, field) is not { } number) return before;
        if (number == row.EmployeeNumber) row.Error($"Expected another person as {what}, but it is the same.");
        if (IdOf(number) is { } id) return id;
        row.Error($"Expected the employee number of the {what}, but nobody has {number}.");
        return null;
    }

    private Guid? IdOf(string number) => byNumber.TryGetValue(number, out var other) ? other.PersonId : known.ByNumber.TryGetValue(number, out var found) ? found.Id : null;

    private DateOnly? Day(PlannedRow row, ImportField field)
    {
        if (Text(row, field) is not { } text) return null;
        if (ImportDays.Read(text) is { } day) return day;
        row.Error($"Expected a day such as 2026-03-01 in '{mapping.Product[field]}', but it is '{text}'.");
        return null;
    }

    private string? Text(PlannedRow row, ImportField field) => columns.TryGetValue(field, out var column) && row.Cell(column) is { Length: > 0 } text ? text : null;

    private static Guid Missing(PlannedRow row, string what)
    {
        row.Error($"Expected {what}, but there is none.");
        return default;
    }

    private static void Check(PlannedRow row, Refusal? refusal)
    {
        if (refusal is not null) row.Error(refusal.Message);
    }

    // Somebody new who is not imported can be nobody's manager.
    private static void RejectWhoeverNeedsTheRejected(IReadOnlyList<RowOutline> rows)
    {
        var missing = rows.Where(r => r.Known is null && r.Outcome == RowOutcome.Error).ToDictionary(r => r.PersonId);
        for (var isComplete = missing.Count == 0; !isComplete;)
        {
            isComplete = true;
            foreach (var row in rows.Where(r => r.Outcome != RowOutcome.Error))
            {
                if (row.Needs.Where(missing.ContainsKey).Select(id => (Guid?)id).FirstOrDefault() is not { } lacking) continue;
                row.Error($"Expected {missing[lacking].EmployeeNumber}, whom the row names, to be imported as well, but row {missing[lacking].Number} can not be.");
                if (row.Known is null) isComplete = !missing.TryAdd(row.PersonId, row) && isComplete;
            }
        }
    }
}
