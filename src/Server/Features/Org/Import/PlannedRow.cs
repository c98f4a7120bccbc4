using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;

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

    /// <summary>Fields of the company's own that get a value; null when none does.</summary>
    public Dictionary<CustomField, JsonNode>? Own { get; private set; }

    public IReadOnlyList<string> Errors => errors ?? [];

    public IReadOnlyList<string> Warnings => warnings ?? [];

    public IReadOnlyList<string> Changes => changes ?? [];

    public RowOutcome Outcome => errors is not null ? RowOutcome.Error : Known is null ? RowOutcome.New : changes is null ? RowOutcome.Unchanged : RowOutcome.Change;

    /// <summary>The employment is a new one: the row's first day lies behind that of the latest.</summary>
    public bool StartsEmployment => Known?.Employment is not { } latest || From > latest.From;

    public void Put(CustomField field, JsonNode value) => (Own ??= [])[field] = value;

    /// <summary>What was decided, as it is stored.</summary>
    /// <param name="newPosition">Name of the position, where the file brought it.</param>
    public DecidedRow ToDecided(string? newPosition) => new(Name, UserName, Email, Phone, WeComUserId, BranchId, DepartmentId, PositionId, newPosition, ManagerId, DottedLineManagerId, HrBpId, From, Until,
        errors, warnings, changes, Own?.ToDictionary(o => o.Key.Key, o => o.Value));

    /// <summary>Takes over what was decided before.</summary>
    public void Take(DecidedRow decided, IReadOnlyDictionary<string, CustomField> fields)
    {
        (Name, UserName, Email, Phone, WeComUserId) = (decided.Name, decided.UserName, decided.Email, decided.Phone, decided.WeComUserId);
        (BranchId, DepartmentId, PositionId, ManagerId, DottedLineManagerId, HrBpId) = (decided.BranchId, decided.DepartmentId, decided.PositionId, decided.ManagerId, decided.DottedLineManagerId, decided.HrBpId);
        (From, Until) = (decided.From, decided.Until);
        (errors, warnings, changes) = (decided.Errors?.ToList(), decided.Warnings?.ToList(), decided.Changes?.ToList());
        foreach (var (key, value) in decided.Own ?? new Dictionary<string, JsonNode>()) Put(fields[key], value);
    }

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
