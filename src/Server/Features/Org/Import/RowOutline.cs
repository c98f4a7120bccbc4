namespace HrBpm.Server.Features.Org.Import;

/// <summary>What is kept of every row of a file for as long as an import runs: whom it is about, whom it needs, and what becomes of it. All else of a row is in memory with a part of the rows only, see <see cref="PlannedRow"/>.</summary>
/// <param name="number">Counted from 1 below the headings.</param>
/// <param name="employeeNumber">As the file says; empty where it says none.</param>
internal sealed class RowOutline(int number, string employeeNumber)
{
    private List<string>? errors;
    private RowOutcome? decided;

    public int Number => number;

    public string EmployeeNumber => employeeNumber;

    /// <summary>The person, known or to be made.</summary>
    public required Guid PersonId { get; init; }

    /// <summary>As the database has them; null for somebody new, and once everything is decided for whoever is not changed.</summary>
    public required KnownPerson? Known { get; set; }

    public Guid PositionId { get; private set; }

    public Guid? ManagerId { get; private set; }

    /// <summary>People whom the row names, who have to be there when it is written.</summary>
    public IReadOnlyList<Guid> Needs { get; private set; } = [];

    public bool IsWarned { get; private set; }

    /// <summary>What is wrong with the row as one of the file's; what is wrong with it alone was kept with its decisions.</summary>
    public IReadOnlyList<string> Errors => errors ?? [];

    public RowOutcome Outcome => errors is not null ? RowOutcome.Error : decided ?? (Known is null ? RowOutcome.New : RowOutcome.Unchanged);

    public void Error(string why) => (errors ??= []).Add(why);

    /// <summary>Takes over what was decided about the row. The errors that it had before are among the decisions from now on.</summary>
    public void Take(PlannedRow row)
    {
        (errors, decided, IsWarned) = (null, row.Outcome, row.Warnings.Count > 0);
        (PositionId, ManagerId) = (row.PositionId, row.ManagerId);
        Needs = [.. new[] { row.ManagerId, row.DottedLineManagerId, row.HrBpId }.Concat(ImportOwnFields.PeopleOf(row)).OfType<Guid>()];
    }

    /// <summary>Lets go of what only decisions need. Of a hundred thousand people whom the company knows it is most of the memory.</summary>
    public void Settle()
    {
        if (Outcome != RowOutcome.Change) Known = null;
    }
}
