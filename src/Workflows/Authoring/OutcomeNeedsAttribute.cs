namespace HrBpm.Workflows.Authoring;

/// <summary>An outcome that can only happen where the definition gives a certain input: a step is left by time only if it was told when.</summary>
/// <param name="outcome">One of the activity's outcomes.</param>
/// <param name="input">Name of the input in definitions.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class OutcomeNeedsAttribute(string outcome, string input) : Attribute
{
    /// <summary>One of the activity's outcomes.</summary>
    public string Outcome { get; } = outcome;

    /// <summary>Name of the input in definitions.</summary>
    public string Input { get; } = input;
}
