namespace HrBpm.Activities.DryRuns;

/// <summary>Somebody who takes part in a dry run.</summary>
/// <param name="Id">The person's id; of a stand-in, made from what it stands for.</param>
/// <param name="Name">The name, or for a stand-in what it stands for (zh-CN).</param>
/// <param name="Department">Name of the department.</param>
/// <param name="Position">Name of the position.</param>
public sealed record DryPerson(Guid Id, string Name, string Department = "", string Position = "")
{
    /// <summary>The rule that has found the person; null for those who were not found by one.</summary>
    public DryRule? Rule { get; init; }

    /// <summary>Stands for whoever the rule would find: the organisation could not be asked.</summary>
    public bool IsStandIn { get; init; }

    /// <summary>Is employed; false for one who has left, whom rules do not find.</summary>
    public bool IsActive { get; init; } = true;

    /// <summary>When the person works, in the time zone of the branch; null where nobody has told.</summary>
    public DryHours? Hours { get; init; }
}

/// <summary>A rule by which the flow finds somebody.</summary>
/// <param name="By"><c>DirectManager</c>, <c>ManagerChain</c>, <c>DepartmentHead</c>, <c>DottedLineManager</c>, <c>HrBp</c>, <c>Role</c> or <c>Position</c>.</param>
/// <param name="Value">Role or position; empty for the others.</param>
/// <param name="Of">Name of the person from whom the search begins; empty for roles and positions.</param>
/// <param name="Level">Level of the manager chain, from 1.</param>
public sealed record DryRule(string By, string Value = "", string Of = "", int Level = 1);

/// <summary>Whom a rule has found.</summary>
/// <param name="By">How people were looked for, as in <see cref="DryRule"/>.</param>
/// <param name="Value">Role or position; empty for the others.</param>
/// <param name="Of">The person from whom the search began.</param>
/// <param name="Levels">Levels of a manager chain.</param>
/// <param name="People">Those who were found, in order; none when nobody was.</param>
public sealed record DryFinding(string By, string Value, Guid Of, int Levels, IReadOnlyList<Guid> People);
