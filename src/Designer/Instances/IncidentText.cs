using HrBpm.Designer.Texts;

namespace HrBpm.Designer.Instances;

/// <summary>What people read of an incident: a sentence in their language for its code.</summary>
public static class IncidentText
{
    /// <summary>The sentence; null for a code of another system, whose own message says more.</summary>
    public static string? Of(string? code) => code is not null && ProblemWords.Find(code) is not null ? ProblemWords.Say(code, 0) : null;
}
