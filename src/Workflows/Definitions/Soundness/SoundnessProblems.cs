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
        SoundnessFindingKind.StateNeverEntered => DefinitionProblem.Of("soundness.state-never-entered", finding.Node.Id, ("machine", finding.Node.DisplayName), ("state", finding.States[0])),
        SoundnessFindingKind.StateWithoutWayOut => DefinitionProblem.Of("soundness.state-without-way-out", finding.Node.Id, ("machine", finding.Node.DisplayName), ("states", Names(finding.States)), ("path", Short(finding))),
        SoundnessFindingKind.WaitsBetweenStates => DefinitionProblem.Of("soundness.waits-between-states", finding.Node.Id, ("name", finding.Node.DisplayName), ("machine", finding.Others[0].DisplayName)),
        _ => DefinitionProblem.Of("soundness.loop-without-exit", finding.Node.Id, ("name", finding.Node.DisplayName), ("others", Names(finding.Others)), ("path", Short(finding))),
    };

    // Where the flow begins with it, the way there is the node alone.
    private static string Short(SoundnessFinding finding) => finding.Path.Count == 0
        ? finding.Node.DisplayName
        : (finding.Path.Count > MostStepsInText ? "… > " : "") + string.Join(" > ", finding.Path.TakeLast(MostStepsInText));

    private static string Names(IReadOnlyList<Node> nodes) => Names([.. nodes.Select(n => n.DisplayName)]);

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostNames).Select(n => $"'{n}'")) + (names.Count > MostNames ? ", …" : "");
}
