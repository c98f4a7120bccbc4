using HrBpm.Activities.Assets;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Payroll;

namespace HrBpm.Activities.DryRuns;

/// <summary>What a dry run has written so far in the place of a database.</summary>
internal sealed record DryRecords
{
    public Dictionary<Guid, OffboardingCase> Cases { get; private init; } = [];

    public Dictionary<Guid, PayStatement> Statements { get; private init; } = [];

    public Dictionary<Guid, Certificate> Certificates { get; private init; } = [];

    public Dictionary<Guid, IReadOnlyList<HandoverLine>> Handovers { get; private init; } = [];

    public Dictionary<string, AssetEnd> ClosedAssets { get; private init; } = [];

    public Dictionary<string, (Guid Person, IssuedAsset Asset)> GivenAssets { get; private init; } = [];

    public Dictionary<string, (Assignment Task, TaskAsk Ask, TaskEnd? End)> Tasks { get; private init; } = [];

    /// <summary>The same, to be changed without this one: what it holds never changes itself.</summary>
    public DryRecords Copy() => new()
    {
        Cases = new(Cases), Statements = new(Statements), Certificates = new(Certificates), Handovers = new(Handovers), ClosedAssets = new(ClosedAssets), GivenAssets = new(GivenAssets),
        Tasks = new(Tasks),
    };
}

/// <summary>The records as the last run has left them, and as the present one sees them.</summary>
internal sealed class DryBook
{
    public DryRecords Committed { get; set; } = new();

    public DryRecords Present { get; private set; } = new();

    public void Begin() => Present = Committed.Copy();

    public void Commit() => Committed = Present;
}
