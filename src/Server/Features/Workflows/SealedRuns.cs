using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Secrets.Flows;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Instances and their runs as they were before they were sealed; those that are not sealed as they are.</summary>
internal static class SealedRuns
{
    /// <summary>Where the state of an instance is sealed.</summary>
    public static TextPlace StatePlaceOf(string instanceId) => new("workflow_instances", instanceId, "state");

    /// <summary>The state of an instance.</summary>
    /// <exception cref="SealedValueException">It was changed, or its key is missing.</exception>
    public static ValueTask<string> OpenStateAsync(this FlowSeals seals, string instanceId, string stored, CancellationToken ct) => seals.OpenAsync(StatePlaceOf(instanceId), stored, ct);

    /// <summary>The runs. Their hashes stay those of what is stored.</summary>
    /// <exception cref="SealedValueException">A text was changed, or the key is missing.</exception>
    public static async Task<List<WorkflowRun>> OpenAsync(this FlowSeals seals, List<WorkflowRun> runs, CancellationToken ct)
    {
        for (var n = 0; n < runs.Count; n++)
            if (SealedText.Is(runs[n].Events))
                runs[n] = runs[n].WithTexts(await seals.OpenAsync(runs[n].PlaceOf(WorkflowRun.CommandColumn), runs[n].Command, ct), await seals.OpenAsync(runs[n].PlaceOf(WorkflowRun.EventsColumn), runs[n].Events, ct));
        return runs;
    }
}
