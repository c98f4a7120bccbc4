using System.Text.Json.Nodes;
using HrBpm.Server.Features.Org.Fields;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>A row of the file, and what it will do.</summary>
internal sealed class PlannedRow
{
    private readonly string[]? cells;
    private List<string>? errors;
    private List<string>? warnings;
    private List<string>? changes;

    /// <summary>A row that is to be decided about. What is wrong with it as one of the file's is wrong with it.</summary>
    public PlannedRow(RowOutline outline, string[] cells) => (Outline, this.cells, errors) = (outline, cells, outline.Errors.Count == 0 ? null : [.. outline.Errors]);

    /// <summary>A row that was decided about before.</summary>
    public PlannedRow(RowOutline outline, DecidedRow decided, IReadOnlyDictionary<string, CustomField> fields)
    {
        Outline = outline;
        (Name, UserName, Email, Phone, WeComUserId, DingTalkUnionId) = (decided.Name, decided.UserName, decided.Email, decided.Phone, decided.WeComUserId, decided.DingTalkUnionId);
        (BranchId, DepartmentId, PositionId, ManagerId, DottedLineManagerId, HrBpId) = (decided.BranchId, decided.DepartmentId, decided.PositionId, decided.ManagerId, decided.DottedLineManagerId, decided.HrBpId);
        (From, Until, NewPosition) = (decided.From, decided.Until, decided.NewPosition);
        (errors, warnings, changes) = (decided.Errors?.ToList(), decided.Warnings?.ToList(), decided.Changes?.ToList());
        foreach (var (key, value) in decided.Own ?? new Dictionary<string, JsonNode>()) Put(fields[key], value);
    }

    public RowOutline Outline { get; }

    public string EmployeeNumber => Outline.EmployeeNumber;

    public Guid PersonId => Outline.PersonId;

    public KnownPerson? Known => Outline.Known;

    public string Name { get; set; } = "";

    public string UserName { get; set; } = "";

    public string Email { get; set; } = "";

    public string? Phone { get; set; }

    public string? WeComUserId { get; set; }

    public string? DingTalkUnionId { get; set; }

    public Guid BranchId { get; set; }

    public Guid DepartmentId { get; set; }

    public Guid PositionId { get; set; }

    /// <summary>Name of the position, where the file brought it; only of a row that was decided about before.</summary>
    public string? NewPosition { get; }

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
    public DecidedRow ToDecided(string? newPosition) => new(Name, UserName, Email, Phone, WeComUserId, DingTalkUnionId, BranchId, DepartmentId, PositionId, newPosition, ManagerId, DottedLineManagerId, HrBpId, From, Until,
        errors, warnings, changes, Own?.ToDictionary(o => o.Key.Key, o => o.Value));

    public void Error(string why) => (errors ??= []).Add(why);

    public void Warn(string why) => (warnings ??= []).Add(why);

    public void Change(string what) => (changes ??= []).Add(what);

    /// <summary>The row of the report.</summary>
    /// <param name="rejected">The row itself, where it can not be imported.</param>
    public ReportRow ToReport(string[]? rejected) => Outline.Outcome == RowOutcome.Error
        ? new(Outline.Number, EmployeeNumber, RowOutcome.Error, [.. Errors, .. Outline.Errors], Warnings, [], rejected)
        : new(Outline.Number, EmployeeNumber, Outline.Outcome, Errors, Warnings, Changes);

    /// <summary>The cell of a column.</summary>
    public string Cell(int column) => cells![column];
}
