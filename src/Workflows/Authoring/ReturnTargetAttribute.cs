namespace HrBpm.Workflows.Authoring;

/// <summary>A return may go back to activities of this type: they are steps that a person takes.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ReturnTargetAttribute : Attribute
{
    /// <summary>True for the step in which the initiator fills in the request.</summary>
    public bool IsInitiatorForm { get; init; }
}
