using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows;

/// <summary>Changes a company's definitions within the scope's transaction. What comes with the product is never changed: the company gets a copy of its own.</summary>
internal sealed class ChangeDefinitions(AppDbContext db, CheckDefinition check, ConsumingDefinitions consumers, TriggerIndex triggers, IAuditTrail audit, TimeProvider time)
{
    private DateTime NowUtc => time.GetUtcNow().UtcDateTime;

    /// <summary>Saves what the author wrote: into the draft, or as the next version when the latest one stands already.</summary>
    /// <param name="author">Who, for which company.</param>
    /// <param name="given">The definition. Without an id it is a new one.</param>
    /// <param name="publish">New instances run it from now on; refused when it is not sound.</param>
    /// <param name="ct">Cancels.</param>
    /// <param name="accepts">Scenarios that go differently in it shall do so from now on.</param>
    public async Task<DefinitionChange> SaveAsync(DefinitionAuthor author, WorkflowDefinition given, bool publish, CancellationToken ct, bool accepts = false)
    {
        var definition = DefinitionText.OfAuthor(given);
        if (definition.DefinitionId.Length == 0) definition.Source["definitionId"] = Guid.CreateVersion7().ToString("N");
        if (check.ForStoring(definition) is { Count: > 0 } broken) return new DefinitionChange.NotSound(broken);
        await DefinitionTurn.TakeAsync(db, author, ct);
        // Within the turn: of two definitions that would use each other, the second one sees the first.
        if (publish && await check.ForPublishingAsync(author, definition, accepts, ct) is { Count: > 0 } unsound) return new DefinitionChange.NotSound(unsound);
        var version = await WriteAsync(author, definition, ct);
        return publish ? await PublishAsync(author, version, ct) : new DefinitionChange.Done(version);
    }

    /// <summary>New instances run the latest version from now on.</summary>
    public async Task<DefinitionChange> PublishAsync(DefinitionAuthor author, string definitionId, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await LatestAsync(author, definitionId, ct) is not { } latest) return new DefinitionChange.Refused(DefinitionRefusals.Unknown(definitionId));
        if (!latest.IsPublished && await check.ForPublishingAsync(author, WorkflowDefinition.Read(latest.Json), accepts: false, ct) is { Count: > 0 } unsound) return new DefinitionChange.NotSound(unsound);
        return await PublishAsync(author, latest, ct);
    }

    /// <summary>New instances do not run the company's version any more. Where the product has one, they run that again.</summary>
    public async Task<DefinitionChange> RetractAsync(DefinitionAuthor author, string definitionId, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await LatestAsync(author, definitionId, ct) is not { } latest) return new DefinitionChange.Refused(DefinitionRefusals.Unknown(definitionId));
        if (await PublishedAsync(author, definitionId, ct) is not { } published)
            return new DefinitionChange.Refused(latest.OwnerId == author.CompanyId ? DefinitionRefusals.NotPublished(definitionId) : DefinitionRefusals.OfAllCompanies(definitionId));
        published.Retract();
        await triggers.RenewAsync(author.CompanyId, definitionId, null, ct);
        Record(author, "retracted", published);
        return new DefinitionChange.Done(published);
    }

    /// <summary>Makes a new draft that says what an earlier version said.</summary>
    public async Task<DefinitionChange> RevertAsync(DefinitionAuthor author, string definitionId, int number, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        var earlier = await db.DefinitionVersions
            .Where(d => d.DefinitionId == definitionId && d.Version == number && d.DeletedUtc == null && (d.OwnerId == author.CompanyId || d.OwnerId == DefinitionVersion.AllCompanies))
            .OrderByDescending(d => d.OwnerId == author.CompanyId).FirstOrDefaultAsync(ct);
        if (earlier is null) return new DefinitionChange.Refused(await LatestAsync(author, definitionId, ct) is null ? DefinitionRefusals.Unknown(definitionId) : DefinitionRefusals.UnknownNumber(definitionId, number));
        return new DefinitionChange.Done(await NextAsync(author, DefinitionText.OfAuthor(WorkflowDefinition.Read(earlier.Json)), ct));
    }

    /// <summary>From now on the version stands, because somebody is about to run it.</summary>
    public async Task FreezeAsync(string versionId, CancellationToken ct)
    {
        var version = await db.DefinitionVersions.SingleAsync(d => d.Id == versionId, ct);
        if (version.FrozenUtc is null) version.Freeze(NowUtc);
    }

    private async Task<DefinitionVersion> WriteAsync(DefinitionAuthor author, WorkflowDefinition definition, CancellationToken ct)
    {
        var latest = await LatestAsync(author, definition.DefinitionId, ct);
        if (latest is not null && DefinitionText.IsSame(latest.Json, definition)) return latest;
        return latest is { FrozenUtc: null } ? latest.Rewrite(definition, definition.Write()).SavedBy(author.PersonId, NowUtc) : await NextAsync(author, definition, ct);
    }

    private async Task<DefinitionVersion> NextAsync(DefinitionAuthor author, WorkflowDefinition definition, CancellationToken ct)
    {
        if (await LatestAsync(author, definition.DefinitionId, ct) is { } before && before.OwnerId == author.CompanyId) before.IsLatest = false;
        // Numbers are never used twice, not even those of deleted versions; a first copy counts on from what it was copied from.
        var last = await db.DefinitionVersions.Where(d => d.DefinitionId == definition.DefinitionId && (d.OwnerId == author.CompanyId || d.OwnerId == DefinitionVersion.AllCompanies))
            .MaxAsync(d => (int?)d.Version, ct) ?? 0;
        var next = new DefinitionVersion
        {
            Id = Guid.CreateVersion7().ToString("N"),
            OwnerId = author.CompanyId,
            DefinitionId = definition.DefinitionId,
            Version = last + 1,
            CreatedUtc = NowUtc,
            IsLatest = true,
        }.Rewrite(definition, definition.Write()).SavedBy(author.PersonId, NowUtc);
        db.Add(next);
        return next;
    }

    private async Task<DefinitionChange> PublishAsync(DefinitionAuthor author, DefinitionVersion version, CancellationToken ct)
    {
        if (version.IsPublished) return new DefinitionChange.Done(version, WasAlreadySo: true);
        if (await PublishedAsync(author, version.DefinitionId, ct) is { } before) before.Retract();
        version.Publish(NowUtc, author.PersonId);
        // Throws when it cannot be told what starts it; then nothing of this transaction may stay.
        await triggers.RenewAsync(author.CompanyId, version.DefinitionId, version, ct);
        Record(author, "published", version);
        var updated = ConsumingDefinitions.WantsToUpdate(version) ? await consumers.UpdateAsync(author, version, ct) : [];
        return new DefinitionChange.Done(version, UpdatedConsumers: updated.Count);
    }

    private async Task<DefinitionVersion?> LatestAsync(DefinitionAuthor author, string definitionId, CancellationToken ct) => await db.DefinitionVersions
        .Where(d => d.DefinitionId == definitionId && d.IsLatest && (d.OwnerId == author.CompanyId || d.OwnerId == DefinitionVersion.AllCompanies))
        .OrderByDescending(d => d.OwnerId == author.CompanyId).FirstOrDefaultAsync(ct);

    private async Task<DefinitionVersion?> PublishedAsync(DefinitionAuthor author, string definitionId, CancellationToken ct) =>
        await db.DefinitionVersions.SingleOrDefaultAsync(d => d.DefinitionId == definitionId && d.IsPublished && d.OwnerId == author.CompanyId, ct);

    private void Record(DefinitionAuthor author, string what, DefinitionVersion version) =>
        audit.Record(new AuditFact(author.CompanyId, author.Actor, $"definitions.{what}", $"definition:{version.DefinitionId}", new { version = version.Version, sha256 = version.Checksum }));
}
