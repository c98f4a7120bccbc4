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
    private readonly Dictionary<string, PlannedRow> byNumber = new(StringComparer.Ordinal);

    /// <summary>Plans all rows: those that were decided about before are taken over, and each further part is kept as soon as it is decided.</summary>
    /// <param name="decided">What was decided before, on the same basis.</param>
    /// <param name="keep">Keeps a part: its number, and the decisions.</param>
    /// <param name="progress">Hears how many of how many are done.</param>
    /// <exception cref="UnreadableFileException">The file is broken, or too large.</exception>
    public async Task<List<PlannedRow>> RunAsync(IReadOnlyList<ImportChunk> decided, Func<int, byte[], Task> keep, Action<int, int> progress)
    {
        List<PlannedRow> rows = [.. file.Rows().Select((cells, n) => Identify(new PlannedRow(n + 1, cells)))];
        foreach (var chunk in decided)
            foreach (var (n, row) in DecidedRows.Read(chunk.Rows).Index()) Take(rows[(chunk.Number * DecidedRows.RowsInChunk) + n], row);
        for (var first = decided.Count * DecidedRows.RowsInChunk; first < rows.Count; first += DecidedRows.RowsInChunk)
        {
            var some = rows.GetRange(first, Math.Min(DecidedRows.RowsInChunk, rows.Count - first));
            foreach (var row in some.Where(r => r.Outcome != RowOutcome.Error)) Plan(row);
            await keep(first / DecidedRows.RowsInChunk, DecidedRows.Write(some.Select(r => r.ToDecided(places.NewNameOf(r.PositionId)))));
            progress(first + some.Count, rows.Count);
        }

        RejectWhoeverNeedsTheRejected(rows);
        ManagerCircles.Reject(rows, known);
        RejectWhoeverNeedsTheRejected(rows);
        rows.ForEach(row => row.Settle());
        return rows;
    }

    // First of all, so that a row may name a manager who comes further down.
    private PlannedRow Identify(PlannedRow row)
    {
        row.EmployeeNumber = Text(row, ImportField.EmployeeNumber) ?? "";
        if (OrgTexts.WhyNotCode(row.EmployeeNumber, "an employee number") is { } unfit) row.Error(unfit.Message);
        else if (!byNumber.TryAdd(row.EmployeeNumber, row)) row.Error($"Expected each employee number once, but {row.EmployeeNumber} is in row {byNumber[row.EmployeeNumber].Number} already.");
        row.Known = known.ByNumber.GetValueOrDefault(row.EmployeeNumber);
        row.PersonId = row.Known?.Id ?? ImportIds.OfPerson(job, row.Number);
        return row;
    }

    private void Take(PlannedRow row, DecidedRow decided)
    {
        row.Take(decided, own.ByKey);
        if (decided.NewPosition is { } position) places.Take(position, decided.PositionId);
        if (row.Known is null && row.Outcome != RowOutcome.Error) known.TakeUserName(row.UserName);
        own.Remember(row);
    }

    private void Plan(PlannedRow row)
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
        row.UserName = Text(row, ImportField.UserName) ?? row.Known?.UserName ?? row.Email.Split('@')[0];
        Check(row, OrgTexts.WhyNotName(row.Name, "a name of the person"));
        Check(row, OrgTexts.WhyNotEmail(row.Email));
        Check(row, OrgTexts.WhyNotPhone(row.Phone));
        Check(row, OrgTexts.WhyNotCode(row.UserName, "a user name"));
        if (row.WeComUserId is { } weCom) Check(row, OrgTexts.WhyNotCode(weCom, "a WeCom user id"));
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
    private static void RejectWhoeverNeedsTheRejected(List<PlannedRow> rows)
    {
        var missing = rows.Where(r => r.Known is null && r.Outcome == RowOutcome.Error).ToDictionary(r => r.PersonId);
        for (var isComplete = missing.Count == 0; !isComplete;)
        {
            isComplete = true;
            foreach (var row in rows.Where(r => r.Outcome != RowOutcome.Error))
            {
                if (new[] { row.ManagerId, row.DottedLineManagerId, row.HrBpId }.Concat(ImportOwnFields.PeopleOf(row)).FirstOrDefault(id => id is { } needed && missing.ContainsKey(needed)) is not { } lacking) continue;
                row.Error($"Expected {missing[lacking].EmployeeNumber}, whom the row names, to be imported as well, but row {missing[lacking].Number} can not be.");
                if (row.Known is null) isComplete = !missing.TryAdd(row.PersonId, row) && isComplete;
            }
        }
    }
}
