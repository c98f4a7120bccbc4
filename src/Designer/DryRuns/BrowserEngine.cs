using System.Text.Json.Nodes;
using HrBpm.Designer.Definitions;
using Microsoft.AspNetCore.Components.WebAssembly.Services;

namespace HrBpm.Designer.DryRuns;

/// <summary>The workflow engine in the browser. Its assemblies are fetched when a flow is opened for editing; until they are there, everything goes on without them.</summary>
/// <remarks>Only this folder and that of variants, whose page waits for it, may name types of the engine: the runtime would look for them before they are there.</remarks>
public sealed class BrowserEngine(IServiceProvider services)
{
    /// <summary>How long a check may take before drafts of that size are left to the server: longer would be felt while drawing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private static readonly string[] Assemblies =
    [
        "HrBpm.Workflows.wasm", "HrBpm.Activities.wasm", "Jint.wasm", "Acornima.wasm", "Fluid.wasm", "Parlot.wasm", "TimeZoneConverter.wasm", "Cronos.wasm",
        "Microsoft.Extensions.Http.wasm", "Microsoft.Extensions.Diagnostics.wasm", "Microsoft.Extensions.Diagnostics.Abstractions.wasm", "Microsoft.Extensions.Options.DataAnnotations.wasm",
    ];

    private Task? loading;
    private object? checker;
    private int slow, tooLarge = int.MaxValue;

    /// <summary>True when it is there.</summary>
    public bool IsReady => loading?.IsCompletedSuccessfully == true;

    /// <summary>Fetches it, once. Where that failed, the next call tries again.</summary>
    /// <exception cref="HttpRequestException">The server could not be reached.</exception>
    public Task LoadAsync() => loading is null or { IsFaulted: true } ? loading = FetchAsync() : loading;

    /// <summary>What is wrong with a draft, as the server's own validator says it; null while the engine is not there, or where the draft is too large to check while it is drawn.</summary>
    public IReadOnlyList<FlowProblem>? Check(FlowDraft draft)
    {
        if (!IsReady || draft.Activities.Count >= tooLarge) return null;
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var found = DraftCheck.Of(ref checker, draft.Write());
        if (System.Diagnostics.Stopwatch.GetElapsedTime(started) > Patience && checker is not null) tooLarge = Slow(draft.Activities.Count);
        return found;
    }

    // The first check makes the engine warm, so it alone says nothing about how long the others will take.
    private int Slow(int cards) => ++slow > 1 ? cards : tooLarge;

    private async Task FetchAsync()
    {
        if (OperatingSystem.IsBrowser()) await services.GetRequiredService<LazyAssemblyLoader>().LoadAssembliesAsync(Assemblies);
    }
}
