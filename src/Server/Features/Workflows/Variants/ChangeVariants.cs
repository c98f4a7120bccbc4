using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Changes what a company has otherwise than a template. Everything is done in the scope's transaction, in turns with other changes of the company's definitions.</summary>
internal sealed class ChangeVariants(AppDbContext db, ChangeDefinitions definitions, IAuditTrail audit, TimeProvider time)
{
    /// <summary>Custom property of a composed definition that says which template it was made of.</summary>
    public const string Mark = "variant";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>Puts the company's changes in the place of those that it has. A member that says what the template says is no change.</summary>
    /// <param name="author">Who, for which company.</param>
    /// <param name="definitionId">The template.</param>
    /// <param name="revision">What was read before, 0 for a company that had none; null to change whatever is there.</param>
    /// <param name="change">What the changes become.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<VariantChange> PutAsync(DefinitionAuthor author, string definitionId, int? revision, Func<FlowOverlay, FlowOverlay> change, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        var row = await RowAsync(author, definitionId, ct);
        if (revision is { } expected && expected != (row?.Revision ?? 0)) return new VariantChange.Refused(VariantRefusals.Changed(expected, row?.Revision ?? 0));
        var template = row is null ? await Templates.FindAsync(db, author.CompanyId, definitionId, ct) : await db.DefinitionVersions.AsNoTracking().SingleAsync(d => d.Id == row.BaseVersionId, ct);
        if (template is null) return new VariantChange.Refused(VariantRefusals.Unknown(definitionId));
        var definition = WorkflowDefinition.Read(template.Json);
        var overlay = change(row is null ? new FlowOverlay(definitionId, template.Id, template.Version, []) : Read(row)).On(definition);
        if (OverlayComposer.Compose(definition, overlay).Problems is { Count: > 0 } problems) return new VariantChange.NotSound(problems);
        Write(author, row, overlay);
        Record(author, definitionId, "changed", new { template = template.Version, changes = overlay.Changes.Select(c => c.Key) });
        return new VariantChange.Done();
    }

    /// <summary>Takes one change back: there the template holds again.</summary>
    public async Task<VariantChange> TakeBackAsync(DefinitionAuthor author, string definitionId, string key, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await RowAsync(author, definitionId, ct) is not { } row) return new VariantChange.Refused(VariantRefusals.None(definitionId));
        return Read(row).Changes.All(c => c.Key != key) ? new VariantChange.Refused(VariantRefusals.NoChange(key)) : await PutAsync(author, definitionId, null, o => o.Without(key), ct);
    }

    /// <summary>The company's new instances run the variant from now on. It goes through the checks that any definition goes through.</summary>
    public async Task<VariantChange> PublishAsync(DefinitionAuthor author, string definitionId, bool acceptsScenarios, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await RowAsync(author, definitionId, ct) is not { } row) return new VariantChange.Refused(VariantRefusals.None(definitionId));
        var composed = OverlayComposer.Compose(WorkflowDefinition.Read(await db.DefinitionVersions.Where(d => d.Id == row.BaseVersionId).Select(d => d.Json).SingleAsync(ct)), Read(row));
        if (composed.Problems.Count > 0) return new VariantChange.NotSound(composed.Problems);
        var published = await definitions.SaveAsync(author, Marked(composed.Definition, row.BaseVersionId, row.BaseVersion), publish: true, ct, acceptsScenarios);
        if (published is not DefinitionChange.Done done) return published is DefinitionChange.NotSound unsound ? new VariantChange.NotSound(unsound.Problems) : new VariantChange.Refused(((DefinitionChange.Refused)published).Why);
        (row.PublishedVersionId, row.PublishedVersion, row.IsPublished) = (done.Version.Id, done.Version.Version, true);
        row.Revision++;
        Record(author, definitionId, "published", new { template = row.BaseVersion, version = done.Version.Version });
        return new VariantChange.Done();
    }

    /// <summary>Puts the variant onto the template's published version.</summary>
    /// <param name="author">Who, for which company.</param>
    /// <param name="definitionId">The template.</param>
    /// <param name="toVersionId">The version that the decisions are about.</param>
    /// <param name="decisions">By the keys of conflicts: what is left of the change; null when the template holds.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<VariantChange> UpgradeAsync(DefinitionAuthor author, string definitionId, string toVersionId, IReadOnlyDictionary<string, VariantDecision> decisions, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await RowAsync(author, definitionId, ct) is not { } row) return new VariantChange.Refused(VariantRefusals.None(definitionId));
        if (await Templates.FindAsync(db, author.CompanyId, definitionId, ct) is not { } template || template.Id == row.BaseVersionId) return new VariantChange.Refused(VariantRefusals.NoNews(definitionId));
        if (template.Id != toVersionId) return new VariantChange.Refused(VariantRefusals.OtherTemplate(toVersionId, template.Id));
        var (before, now) = (WorkflowDefinition.Read(await db.DefinitionVersions.Where(d => d.Id == row.BaseVersionId).Select(d => d.Json).SingleAsync(ct)), WorkflowDefinition.Read(template.Json));
        var carry = OverlayCarry.Over(before, now, Read(row));
        if (carry.Conflicts.Where(c => !decisions.ContainsKey(c.Key)).ToList() is { Count: > 0 } open) return new VariantChange.Refused(VariantRefusals.Undecided(open));
        var decided = new List<OverlayChange>();
        try
        {
            foreach (var conflict in carry.Conflicts)
                if (conflict.Decide(decisions[conflict.Key].Choice, decisions[conflict.Key].Value) is { } kept) decided.Add(kept);
        }
        catch (ArgumentException wrong)
        {
            return new VariantChange.Refused(VariantRefusals.Invalid(wrong.Message));
        }

        var overlay = new FlowOverlay(definitionId, template.Id, template.Version, [.. carry.Carried, .. decided]);
        if (OverlayComposer.Compose(now, overlay).Problems is { Count: > 0 } problems) return new VariantChange.NotSound(problems);
        var from = row.BaseVersion;
        Write(author, row, overlay);
        Record(author, definitionId, "upgraded", new { from, to = template.Version, decisions = carry.Conflicts.Select(c => new { key = c.Key, choice = decisions[c.Key].Choice.ToString() }) });
        return new VariantChange.Done();
    }

    /// <summary>The company runs the template again, and has nothing otherwise any more.</summary>
    public async Task<VariantChange> DropAsync(DefinitionAuthor author, string definitionId, CancellationToken ct)
    {
        await DefinitionTurn.TakeAsync(db, author, ct);
        if (await RowAsync(author, definitionId, ct) is not { } row) return new VariantChange.Refused(VariantRefusals.None(definitionId));
        if (row.PublishedVersionId is { } id && await db.DefinitionVersions.SingleOrDefaultAsync(d => d.Id == id, ct) is { } version)
        {
            if (version.IsPublished && await definitions.RetractAsync(author, definitionId, ct) is DefinitionChange.Refused refused) return new VariantChange.Refused(refused.Why);
            // Else the company would see it as its latest, before the template.
            version.IsLatest = false;
        }

        db.Remove(row);
        Record(author, definitionId, "dropped", new { template = row.BaseVersion });
        return new VariantChange.Done();
    }

    /// <summary>Whether the company sees such a template.</summary>
    public async Task<bool> HasTemplateAsync(DefinitionAuthor author, string definitionId, CancellationToken ct) => await Templates.FindAsync(db, author.CompanyId, definitionId, ct) is not null;

    /// <summary>The changes of a row.</summary>
    public static FlowOverlay Read(DefinitionOverlay row) => new(row.DefinitionId, row.BaseVersionId, row.BaseVersion, OverlayJson.Read(JsonNode.Parse(row.Changes)));

    /// <summary>The changes as a row keeps them.</summary>
    public static string Write(FlowOverlay overlay) => overlay.WriteChanges().ToJsonString(Readable);

    /// <summary>A composed definition that says which template it was made of.</summary>
    public static WorkflowDefinition Marked(WorkflowDefinition composed, string templateVersionId, int templateVersion)
    {
        if (composed.Source["customProperties"] is not JsonObject) composed.Source["customProperties"] = new JsonObject();
        composed.Source["customProperties"]![Mark] = new JsonObject { ["templateVersionId"] = templateVersionId, ["templateVersion"] = templateVersion };
        return composed;
    }

    private Task<DefinitionOverlay?> RowAsync(DefinitionAuthor author, string definitionId, CancellationToken ct) =>
        db.DefinitionOverlays.IgnoreQueryFilters([AppDbContext.CompanyFilter]).SingleOrDefaultAsync(o => o.CompanyId == author.CompanyId && o.DefinitionId == definitionId, ct);

    private void Write(DefinitionAuthor author, DefinitionOverlay? row, FlowOverlay overlay)
    {
        var (changes, nowUtc, by) = (Write(overlay), time.GetUtcNow().UtcDateTime, Guid.Parse(author.Actor));
        if (row is null)
        {
            db.Add(new DefinitionOverlay
            {
                CompanyId = author.CompanyId, DefinitionId = overlay.DefinitionId, BaseVersionId = overlay.BaseVersionId, BaseVersion = overlay.BaseVersion, Changes = changes, UpdatedById = by, UpdatedUtc = nowUtc, Revision = 1,
            });
            return;
        }

        (row.BaseVersionId, row.BaseVersion, row.Changes, row.IsPublished, row.UpdatedById, row.UpdatedUtc) = (overlay.BaseVersionId, overlay.BaseVersion, changes, false, by, nowUtc);
        row.Revision++;
    }

    private void Record(DefinitionAuthor author, string definitionId, string what, object data) =>
        audit.Record(new AuditFact(author.CompanyId, author.Actor, $"variants.{what}", $"definition:{definitionId}", data));
}

/// <summary>What an administrator decides about a conflict.</summary>
/// <param name="Choice">Which side holds.</param>
/// <param name="Value">The third value, where that is the choice.</param>
internal sealed record VariantDecision(ConflictChoice Choice, JsonNode? Value = null);
