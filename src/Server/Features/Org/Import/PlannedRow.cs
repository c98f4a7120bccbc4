namespace HrBpm.Server.Features.Org.Import;

/// <summary>A row of the file, and what it will do.</summary>
/// <param name="number">Counted from 1 below the headings.</param>
/// <param name="cells">The row.</param>
internal sealed class PlannedRow(int number, string[] cells)
{
    private string[]? cells = cells;
    private List<string>? errors;
    private List<string>? warnings;
    private List<string>? changes;

    public int Number => number;

    public string EmployeeNumber { get; set; } = "";

    /// <summary>The person, known or to be made.</summary>
    public Guid PersonId { get; set; }

    /// <summary>As the database has them; null for somebody new.</summary>
    public KnownPerson? Known { get; set; }

    public string Name { get; set; } = "";

    public string UserName { get; set; } = "";

    public string Email { get; set; } = "";

    public string? Phone { get; set; }

    public string? WeComUserId { get; set; }

    public Guid BranchId { get; set; }

    public Guid DepartmentId { get; set; }

    public Guid PositionId { get; set; }

    public Guid? ManagerId { get; set; }

    public Guid? DottedLineManagerId { get; set; }

    public Guid? HrBpId { get; set; }

    public DateOnly From { get; set; }

    public DateOnly? Until { get; set; }

    public IReadOnlyList<string> Errors => errors ?? [];

    public IReadOnlyList<string> Warnings => warnings ?? [];

    public IReadOnlyList<string> Changes => changes ?? [];

    public RowOutcome Outcome => errors is not null ? RowOutcome.Error : Known is null ? RowOutcome.New : changes is null ? RowOutcome.Unchanged : RowOutcome.Change;

    /// <summary>The employment is a new one: the row's first day lies behind that of the latest.</summary>
    public bool StartsEmployment => Known?.Employment is not { } latest || From > latest.From;

    public void Error(string why) => (errors ??= []).Add(why);

    public void Warn(string why) => (warnings ??= []).Add(why);

    public void Change(string what) => (changes ??= []).Add(what);

    /// <summary>The row of the report.</summary>
    public ReportRow ToReport() => new(Number, EmployeeNumber, Outcome, Errors, Warnings, Outcome == RowOutcome.Error ? [] : Changes, Outcome == RowOutcome.Error ? cells : null);

    /// <summary>Lets go of the cells of a row that will be written: of a hundred thousand rows they are most of the memory.</summary>
    public void Settle()
    {
        if (Outcome != RowOutcome.Error) cells = null;
    }

    /// <summary>The cell of a column.</summary>
    public string Cell(int column) => cells![column];
}
