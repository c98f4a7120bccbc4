using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>What became of a change to a variant.</summary>
internal abstract record VariantChange
{
    private VariantChange() { }

    /// <summary>Done.</summary>
    internal sealed record Done : VariantChange;

    /// <summary>Not possible now.</summary>
    internal sealed record Refused(Refusal Why) : VariantChange;

    /// <summary>What would come of it cannot be composed, or not be published.</summary>
    internal sealed record NotSound(IReadOnlyList<DefinitionProblem> Problems) : VariantChange;
}
