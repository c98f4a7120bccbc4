using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Carries a variant over to the template's published version: first as a preview, then with a decision about each conflict.</summary>
internal static class UpgradeVariant
{
    /// <param name="ToVersionId">The version of the template that it is about.</param>
    /// <param name="News">What the template brings, card by card.</param>
    /// <param name="Conflicts">What somebody has to decide about.</param>
    /// <param name="Carried">Keys of the changes that hold as they are.</param>
    /// <param name="Absorbed">Keys of the changes that the template makes by itself now.</param>
    /// <param name="Running">How many instances run the company's published version; they stay on it.</param>
    public sealed record Preview(
        int FromVersion, int ToVersion, string ToVersionId, DateTime PublishedUtc, IReadOnlyList<CardNews> News, IReadOnlyList<Conflict> Conflicts, IReadOnlyList<string> Carried, IReadOnlyList<string> Absorbed, int Running);

    /// <param name="Key">The company's change.</param>
    /// <param name="Member">The member of the card that is meant; empty for the whole card.</param>
    /// <param name="Base">What the template said before.</param>
    /// <param name="Template">What it says now.</param>
    /// <param name="Ours">What the company has.</param>
    public sealed record Conflict(string Key, ConflictKind Kind, string Card, string Title, string Member, JsonNode? Base, JsonNode? Template, JsonNode? Ours, IReadOnlyList<ConflictChoice> Choices);

    /// <param name="ToVersionId">The version that the preview was about.</param>
    /// <param name="Decisions">One for each conflict.</param>
    public sealed record Request(string ToVersionId, IReadOnlyList<Decision> Decisions);

    /// <param name="Key">The conflict.</param>
    /// <param name="Choice">Which side holds.</param>
    /// <param name="Value">The third value, where that is the choice.</param>
    public sealed record Decision(string Key, ConflictChoice Choice, JsonNode? Value = null);

    public static async Task<Results<Ok<Preview>, ProblemHttpResult>> PreviewAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (await Templates.FindAsync(db, user.CompanyId, definitionId, ct) is not { } template) return VariantRefusals.Unknown(definitionId).ToProblem();
        if (await db.DefinitionOverlays.AsNoTracking().SingleOrDefaultAsync(o => o.CompanyId == user.CompanyId && o.DefinitionId == definitionId, ct) is not { } row) return VariantRefusals.None(definitionId).ToProblem();
        if (row.BaseVersionId == template.Id) return VariantRefusals.NoNews(definitionId).ToProblem();
        var before = WorkflowDefinition.Read(await db.DefinitionVersions.Where(d => d.Id == row.BaseVersionId).Select(d => d.Json).SingleAsync(ct));
        var now = WorkflowDefinition.Read(template.Json);
        var carry = OverlayCarry.Over(before, now, ChangeVariants.Read(row));
        var running = row.PublishedVersionId is { } id ? await db.WorkflowInstances.CountAsync(i => i.DefinitionVersionId == id && i.Status == InstanceStatus.Running, ct) : 0;
        return TypedResults.Ok(new Preview(row.BaseVersion, template.Version, template.Id, template.FrozenUtc!.Value, TemplateNews.Between(before, now),
            [.. carry.Conflicts.Select(c => new Conflict(c.Key, c.Kind, c.Change.Card, c.CardTitle, c.Member, c.Base?.DeepClone(), c.Template?.DeepClone(), c.Ours?.DeepClone(), c.Choices))],
            [.. carry.Carried.Select(c => c.Key)], [.. carry.Absorbed.Select(c => c.Key)], running));
    }

    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request request, EditVariants edit, CancellationToken ct) => edit.ShowAsync(definitionId,
        (variants, author, token) => variants.UpgradeAsync(author, definitionId, request.ToVersionId, request.Decisions.DistinctBy(d => d.Key).ToDictionary(d => d.Key, d => new VariantDecision(d.Choice, d.Value)), token), ct);
}
