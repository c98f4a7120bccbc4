using HrBpm.Designer.Definitions;

namespace HrBpm.Designer.DryRuns;

/// <summary>The value of an expression on a sample: on the last dry run of the flow, else on one that has just begun.</summary>
/// <param name="engine">The engine; there is no value while it is not there.</param>
public sealed class DryValue(BrowserEngine engine)
{
    private object? run;
    private string definitionId = "";

    /// <summary>What expressions are evaluated on from now on.</summary>
    /// <param name="draft">The flow.</param>
    /// <param name="dryRun">Its dry run.</param>
    public void Keep(FlowDraft draft, object dryRun) => (run, definitionId) = (dryRun, draft.DefinitionId);

    /// <summary>Evaluates an expression.</summary>
    /// <returns>The value as JSON text, or why there is none; neither while the engine is not there.</returns>
    public async Task<(string? Value, string? Problem)> OfAsync(FlowDraft draft, string syntax, string text)
    {
        if (!engine.IsReady || syntax is not ("JavaScript" or "Liquid") || string.IsNullOrWhiteSpace(text)) return (null, null);
        if ((run is null || definitionId != draft.DefinitionId) && await DrySession.SampleAsync(draft) is { } sample) Keep(draft, sample);
        if (definitionId != draft.DefinitionId) return (null, null);
        return await DrySession.EvaluateAsync(run!, syntax, text);
    }
}
