namespace HrBpm.Activities.DryRuns;

/// <summary>Somebody who takes part in a dry run.</summary>
/// <param name="Id">The person's id; of a stand-in, made from what it stands for.</param>
/// <param name="Name">The name, or for a stand-in what it stands for (zh-CN).</param>
/// <param name="Department">Name of the department.</param>
/// <param name="Position">Name of the position.</param>
public sealed record DryPerson(Guid Id, string Name, string Department = "", string Position = "")
{
    /// <summary>What a stand-in stands for; null for a person of flesh and blood.</summary>
    public DryRule? Rule { get; init; }
}

/// <summary>A rule by which the flow finds somebody; in a dry run a stand-in takes the place of whoever that would be.</summary>
/// <param name="By"><c>DirectManager</c>, <c>ManagerChain</c>, <c>DepartmentHead</c>, <c>Role</c> or <c>Position</c>.</param>
/// <param name="Value">Role or position; empty for the others.</param>
/// <param name="Of">Name of the person from whom the search begins; empty for roles and positions.</param>
/// <param name="Level">Level of the manager chain, from 1.</param>
public sealed record DryRule(string By, string Value = "", string Of = "", int Level = 1);
