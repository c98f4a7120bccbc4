using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Workflows.Gallery;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Settings section <c>Workflows</c>.</summary>
internal sealed class WorkflowOptions
{
    /// <summary>Folder whose definitions are published at start. Default: <c>workflows-definitions</c> beside the program.</summary>
    public string DefinitionsFolder { get; init; } = Path.Combine(AppContext.BaseDirectory, "workflows-definitions");
}

/// <summary>Publishes the product's own definitions at each start: a new or changed file becomes the next version, an unchanged one changes nothing. Of the ready flows of the gallery, only those that say so.</summary>
internal sealed partial class ImportDefinitions(AppDbContext db, CheckDefinition check, TriggerIndex triggers, WorkflowOptions options, DemoOptions demo, TimeProvider time, ILogger<ImportDefinitions> log) : IStartupStep
{
    /// <summary>End of the names of files that say what a company has otherwise than a definition.</summary>
    public const string OverlaySuffix = ".overlay.json";

    private const string ScenarioSuffix = ".scenarios.json";

    public async Task RunAsync(CancellationToken ct)
    {
        if (!Directory.Exists(options.DefinitionsFolder)) return;
        var known = await db.DefinitionVersions.Where(d => d.OwnerId == DefinitionVersion.AllCompanies && d.IsLatest).Select(d => d.Checksum).ToHashSetAsync(ct);
        foreach (var file in Directory.EnumerateFiles(options.DefinitionsFolder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            if (!file.EndsWith(ScenarioSuffix, StringComparison.Ordinal) && !file.EndsWith(OverlaySuffix, StringComparison.Ordinal)) await ImportAsync(file, known, ct);
    }

    /// <summary>Publishes the text as the next version of its definition, unless it is what the latest version says already.</summary>
    /// <param name="json">Elsa 3 JSON.</param>
    /// <param name="origin">Where it comes from, for messages.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The latest version after it.</returns>
    /// <exception cref="DefinitionException">The definition cannot run; each problem is named with its node.</exception>
    public async Task<DefinitionVersion> PublishAsync(string json, string origin, CancellationToken ct)
    {
        var definition = WorkflowDefinition.Read(json);
        var versions = await db.DefinitionVersions.Where(d => d.OwnerId == DefinitionVersion.AllCompanies && d.DefinitionId == definition.DefinitionId).ToListAsync(ct);
        var latest = versions.MaxBy(d => d.Version);
        var checksum = DefinitionVersion.ChecksumOf(json);
        // What is published already was checked then.
        if (latest?.Checksum == checksum) return latest;
        var problems = await check.ForPublishingAsync(DefinitionVersion.AllCompanies, definition, ct);
        if (problems.Count > 0) throw new DefinitionException(problems);
        var nowUtc = time.GetUtcNow().UtcDateTime;
        foreach (var earlier in versions)
        {
            earlier.IsLatest = false;
            if (earlier.IsPublished) earlier.Retract();
        }

        var next = new DefinitionVersion
        {
            Id = Guid.CreateVersion7().ToString("N"),
            OwnerId = DefinitionVersion.AllCompanies,
            DefinitionId = definition.DefinitionId,
            Version = (latest?.Version ?? 0) + 1,
            CreatedUtc = nowUtc,
            IsLatest = true,
        }.Rewrite(definition, json).Publish(nowUtc);
        db.Add(next);
        await triggers.RenewAsync(next.OwnerId, next.DefinitionId, next, ct);
        await db.SaveChangesAsync(ct);
        Published(log, next.DefinitionId, next.Version, origin);
        return next;
    }

    private bool IsMeant(WorkflowDefinition definition) =>
        ReadyFlow.CardOf(definition) is not { } card || Says(card, "isPublished") || (demo.Seed && Says(card, "isPublishedInDemo"));

    private static bool Says(JsonObject card, string member) => card[member] is JsonValue value && value.TryGetValue<bool>(out var yes) && yes;

    // A file that cannot run is not a reason to stop the server: the version that is published stays in force, and the operator is told.
    private async Task ImportAsync(string file, HashSet<string> known, CancellationToken ct)
    {
        try
        {
            var json = await File.ReadAllTextAsync(file, ct);
            // Most starts find nothing new, and need not read what the files say.
            if (known.Contains(DefinitionVersion.ChecksumOf(json))) return;
            if (IsMeant(WorkflowDefinition.Read(json))) await PublishAsync(json, file, ct);
        }
        catch (DefinitionException wrong)
        {
            foreach (var problem in wrong.Problems) Refused(log, file, problem.Node, problem.Message);
        }
    }

    [LoggerMessage(LogLevel.Error, "Expected '{File}' to be a definition that can run, but it is not, and is not published. [{Node}] {Problem}")]
    private static partial void Refused(ILogger log, string file, string node, string problem);

    [LoggerMessage(LogLevel.Information, "Published definition {DefinitionId} version {Version} from {Origin}.")]
    private static partial void Published(ILogger log, string definitionId, int version, string origin);
}
