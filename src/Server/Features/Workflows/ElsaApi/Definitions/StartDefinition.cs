using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Expressions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Starts instances of a definition for somebody. A draft may be tried, too; it stands from then on, so that the instance keeps what it runs.</summary>
internal sealed class StartDefinition(AppDbContext db, WriteAttempts writes, WorkflowRuntime runtime, DefinitionModel model, CurrentUser user)
{
    private const string Flowchart = "Elsa.Flowchart";
    private const int LongestName = 200;
    private const int LongestCorrelation = 256;

    /// <summary>What the requests to start have in common; Elsa's names.</summary>
    internal interface IRequest
    {
        string? CorrelationId { get; }
        string? Name { get; }
        string? VersionOptions { get; }
        JsonObject? Input { get; }
        string? TriggerActivityId { get; }
    }

    /// <summary>Ids of the instances, or why there are none.</summary>
    internal sealed record Outcome(IReadOnlyList<string> InstanceIds, ProblemHttpResult? Problem = null);

    /// <summary>Starts instances of the published version, unless the request says which.</summary>
    public async Task<Outcome> RunAsync(string definitionId, IRequest request, int count, CancellationToken ct)
    {
        if (WhyNot(request) is { } wrong) return new Outcome([], wrong);
        if (VersionOptions.Read(request.VersionOptions, VersionOptions.Published) is not { } wanted) return new Outcome([], DefinitionProblems.VersionOptions(request.VersionOptions));
        var seen = SeenVersion.Of(db, user.CompanyId).Where(v => v.DefinitionId == definitionId);
        var found = await wanted.Of(seen).OrderByDescending(v => v.IsLatest).ThenByDescending(v => v.IsOwn).ThenByDescending(v => v.Version).FirstOrDefaultAsync(ct);
        if (found is null) return new Outcome([], DefinitionProblems.Unknown(definitionId));
        TriggerStart? trigger = null;
        if (request.TriggerActivityId is { Length: > 0 } activity && (trigger = await TriggerAsync(found.Id, activity, request, ct)) is null) return new Outcome([], DefinitionProblems.Trigger(activity));
        await FreezeAsync(found.Id, ct);
        var started = new List<string>();
        for (var number = 0; number < count; number++)
        {
            var result = await runtime.StartAsync(CommandFor(found, request) with { Trigger = trigger }, ct);
            if (result.Refusal is { } refusal) return new Outcome(started, refusal.ToProblem());
            started.Add(result.InstanceId);
        }

        return new Outcome(started);
    }

    // Committed before the start: what the engine keeps compiled must not change even when the start fails.
    private async Task FreezeAsync(string versionId, CancellationToken ct)
    {
        if (await db.DefinitionVersions.AnyAsync(d => d.Id == versionId && d.FrozenUtc == null, ct))
            await writes.RunAsync(async (services, token) =>
            {
                await services.GetRequiredService<ChangeDefinitions>().FreezeAsync(versionId, token);
                return true;
            }, ct);
    }

    private StartCommand CommandFor(SeenVersion version, IRequest request) => new(version.DefinitionId)
    {
        TenantId = user.CompanyId.ToString("D"),
        Actor = user.Actor,
        Version = version.Version,
        CorrelationId = request.CorrelationId,
        Name = request.Name,
        Input = InputOf(request),
    };

    private static Dictionary<string, object?> InputOf(IRequest request) => (request.Input ?? []).ToDictionary(m => m.Key, m => Values.FromJson(m.Value));

    // What can start the workflow takes the inputs, as if what it waits for had come. Any other activity is where the flowchart begins.
    private async Task<TriggerStart?> TriggerAsync(string versionId, string activity, IRequest request, CancellationToken ct)
    {
        var graph = model.Graph(await db.DefinitionVersions.Where(d => d.Id == versionId).Select(d => d.Json).SingleAsync(ct));
        var node = graph.Nodes.Values.Where(n => n.Id == activity && (n.CanStartWorkflow || n.Parent is { Type: Flowchart } flow && flow.Parent == graph.Root)).OrderByDescending(n => n.CanStartWorkflow).FirstOrDefault();
        return node is null ? null : new TriggerStart(node.Path, node.CanStartWorkflow ? InputOf(request) : null);
    }

    private static ProblemHttpResult? WhyNot(IRequest request)
    {
        if (request.CorrelationId is { Length: > LongestCorrelation }) return Problems.Invalid("definitions.correlation", $"Expected correlationId to have at most {LongestCorrelation} characters, but it has more.");
        if (request.Name is { Length: > LongestName }) return Problems.Invalid("definitions.name", $"Expected name to have at most {LongestName} characters, but it has more.");
        return null;
    }
}
