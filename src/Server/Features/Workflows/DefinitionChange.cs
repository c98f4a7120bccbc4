using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows;

/// <summary>What became of a change that somebody asked for.</summary>
internal abstract record DefinitionChange
{
    private DefinitionChange() { }

    /// <summary>Done, or done before.</summary>
    /// <param name="Version">The version that was meant or made.</param>
    /// <param name="WasAlreadySo">True when nothing had to be changed.</param>
    /// <param name="UpdatedConsumers">How many definitions that use this one as an activity were changed with it.</param>
    internal sealed record Done(DefinitionVersion Version, bool WasAlreadySo = false, int UpdatedConsumers = 0) : DefinitionChange;

    /// <summary>Not possible now.</summary>
    internal sealed record Refused(Refusal Why) : DefinitionChange;

    /// <summary>The definition is not one that can be stored, or published.</summary>
    internal sealed record NotSound(IReadOnlyList<DefinitionProblem> Problems) : DefinitionChange;
}
