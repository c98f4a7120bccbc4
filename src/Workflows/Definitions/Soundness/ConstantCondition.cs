using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Conditions that say true or false in so many words, and so are no choice.</summary>
internal static class ConstantCondition
{
    /// <summary>What a condition always says; null when that depends on data.</summary>
    public static bool? Of(Expression? condition) => condition is not { Type: "Literal" or "JavaScript" } ? null : condition.Value?.ToString()?.Trim().TrimEnd(';').Trim().ToUpperInvariant() switch
    {
        "TRUE" or "RETURN TRUE" => true,
        "FALSE" or "RETURN FALSE" => false,
        _ => null,
    };
}
