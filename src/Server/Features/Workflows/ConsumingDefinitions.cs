using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Finds and renews the definitions that use another one as an activity.</summary>
internal sealed class ConsumingDefinitions(AppDbContext db, DefinitionCompiler compiler, TriggerIndex triggers, TimeProvider time)
{
    /// <summary>Whether the author wants those that use it to follow it.</summary>
    public static bool WantsToUpdate(DefinitionVersion version) =>
        (WorkflowDefinition.Read(version.Json).Source["options"] as JsonObject)?["autoUpdateConsumingWorkflows"]?.GetValueKind() == JsonValueKind.True;

    /// <summary>The latest versions, of those that the company sees, in which an activity is this definition.</summary>
    public async Task<IReadOnlyList<DefinitionVersion>> FindAsync(Guid company, string definitionId, CancellationToken ct)
    {
        // The text is asked for the id first, so that only what is likely to use it is read.
        var likely = await db.DefinitionVersions
            .Where(d => d.IsLatest && d.DefinitionId != definitionId && d.Json.Contains(definitionId) && (d.OwnerId == company || d.OwnerId == DefinitionVersion.AllCompanies))
            .OrderBy(d => d.DefinitionId).ToListAsync(ct);
        var own = likely.Where(d => d.OwnerId == company).Select(d => d.DefinitionId).ToHashSet();
        return [.. likely.Where(d => d.OwnerId == company || !own.Contains(d.DefinitionId)).Where(d => UsesOf(WorkflowDefinition.Read(d.Json), definitionId).Count > 0)];
    }

    /// <summary>Makes the company's own definitions that use this one use this version of it: drafts in place, others as a new version, which is published where they were.</summary>
    /// <returns>The versions that use it now.</returns>
    public async Task<IReadOnlyList<DefinitionVersion>> UpdateAsync(DefinitionAuthor author, DefinitionVersion used, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        var updated = new List<DefinitionVersion>();
        foreach (var consumer in (await FindAsync(author.CompanyId, used.DefinitionId, ct)).Where(c => c.OwnerId == author.CompanyId))
        {
            var definition = WorkflowDefinition.Read(consumer.Json);
            var uses = UsesOf(definition, used.DefinitionId).Where(u => !Fits(u, used)).ToList();
            if (uses.Count == 0) continue;
            foreach (var use in uses) (use["workflowDefinitionVersionId"], use["version"]) = (used.Id, used.Version);
            updated.Add(await WriteAsync(author, consumer, definition, ct));
        }

        return updated;
    }

    private async Task<DefinitionVersion> WriteAsync(DefinitionAuthor author, DefinitionVersion consumer, WorkflowDefinition definition, CancellationToken ct)
    {
        var nowUtc = time.GetUtcNow().UtcDateTime;
        if (consumer.FrozenUtc is null) return consumer.Rewrite(definition, definition.Write()).SavedBy(author.PersonId, nowUtc);
        var next = new DefinitionVersion
        {
            Id = Guid.CreateVersion7().ToString("N"),
            OwnerId = consumer.OwnerId,
            DefinitionId = consumer.DefinitionId,
            Version = consumer.Version + 1,
            CreatedUtc = nowUtc,
            IsLatest = true,
        }.Rewrite(definition, definition.Write()).SavedBy(author.PersonId, nowUtc);
        consumer.IsLatest = false;
        if (consumer.IsPublished)
        {
            consumer.Retract();
            next.Publish(nowUtc, author.PersonId);
            await triggers.RenewAsync(next.OwnerId, next.DefinitionId, next, ct);
        }

        db.Add(next);
        return next;
    }

    private static bool Fits(JsonObject use, DefinitionVersion used) => Text(use, "workflowDefinitionVersionId") == used.Id;

    private List<JsonObject> UsesOf(WorkflowDefinition definition, string definitionId) =>
        [.. compiler.Compile("", 0, definition).Nodes.Values.Where(n => n.Parent is not null && Text(n.Source, "workflowDefinitionId") == definitionId).Select(n => n.Source)];

    private static string? Text(JsonObject source, string member) => source[member] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
