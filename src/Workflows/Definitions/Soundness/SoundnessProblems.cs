namespace HrBpm.Workflows.Definitions.Soundness;

/// <summary>Puts what an exploration found into words.</summary>
internal static class SoundnessProblems
{
    private const int MostStepsInText = 6;
    private const int MostNames = 5;

    public static IEnumerable<DefinitionProblem> Of(SoundnessReport report)
    {
        foreach (var finding in report.Findings) yield return ProblemOf(finding) with { Path = [.. finding.Path.Select(s => s.ToString())] };
        if (!report.IsComplete) yield return DefinitionProblem.Of("soundness.bound-reached", "", ("states", report.States));
    }

    private static DefinitionProblem ProblemOf(SoundnessFinding finding) => finding.Kind switch
    {
        SoundnessFindingKind.Deadlock => DefinitionProblem.Of("soundness.deadlock", finding.Node.Id, ("name", finding.Node.DisplayName), ("path", Short(finding))),
        SoundnessFindingKind.NeverRuns => DefinitionProblem.Of("soundness.never-runs", finding.Node.Id, ("name", finding.Node.DisplayName)),
        SoundnessFindingKind.LeftWaiting => DefinitionProblem.Of("soundness.left-waiting", finding.Node.Id, ("name", finding.Node.DisplayName), ("others", Names(finding.Others)), ("path", Short(finding))),
        _ => DefinitionProblem.Of("soundness.loop-without-exit", finding.Node.Id, ("name", finding.Node.DisplayName), ("others", Names(finding.Others)), ("path", Short(finding))),
    };

    // Where the flow begins with it, the way there is the node alone.
    private static string Short(SoundnessFinding finding) => finding.Path.Count == 0
        ? finding.Node.DisplayName
        : (finding.Path.Count > MostStepsInText ? "… > " : "") + string.Join(" > ", finding.Path.TakeLast(MostStepsInText));

    private static string Names(IReadOnlyList<Node> nodes) => string.Join(", ", nodes.Take(MostNames).Select(n => $"'{n.DisplayName}'")) + (nodes.Count > MostNames ? ", …" : "");
}
