using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>What the caller's company has otherwise than a template, card by card.</summary>
internal static class ShowVariant
{
    /// <param name="Company">The company whose variant it is.</param>
    /// <param name="Revision">What a change says that it was made on; 0 while the company has nothing otherwise.</param>
    /// <param name="BaseVersion">Version of the template that the changes are made on.</param>
    /// <param name="NewerVersion">Version of the template that is published now; null where that is the one that the changes are made on.</param>
    /// <param name="PublishedVersion">The company's version that new instances run; null where they run the template.</param>
    /// <param name="IsPublished">The changes have been published as they are.</param>
    /// <param name="IsReadonly">The caller may look, and change nothing.</param>
    /// <param name="MayOffer">The caller may make a draft the template of the group.</param>
    /// <param name="Cards">Every card, with how it stands to the template.</param>
    /// <param name="Changes">The changes: objects whose <c>kind</c> is set, off, field, insert or variable.</param>
    /// <param name="Template">The template's definition, Elsa's JSON.</param>
    public sealed record Response(
        string DefinitionId, string Name, string Company, int Revision, int BaseVersion, int? NewerVersion, int? PublishedVersion, bool IsPublished, bool IsReadonly, bool MayOffer, IReadOnlyList<Card> Cards,
        IReadOnlyList<JsonObject> Changes, JsonObject Template);

    /// <param name="State">How it stands to the template.</param>
    /// <param name="ChangeKeys">The changes that are about it.</param>
    public sealed record Card(string Id, string Title, CardState State, IReadOnlyList<string> ChangeKeys);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(string definitionId, AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        if (await Templates.FindAsync(db, user.CompanyId, definitionId, ct) is not { } template) return VariantRefusals.Unknown(definitionId).ToProblem();
        var row = await db.DefinitionOverlays.AsNoTracking().SingleOrDefaultAsync(o => o.CompanyId == user.CompanyId && o.DefinitionId == definitionId, ct);
        var stands = row is null || row.BaseVersionId == template.Id ? template : await db.DefinitionVersions.AsNoTracking().SingleAsync(d => d.Id == row.BaseVersionId, ct);
        var overlay = row is null ? new FlowOverlay(definitionId, template.Id, template.Version, []) : ChangeVariants.Read(row);
        var definition = WorkflowDefinition.Read(stands.Json);
        return TypedResults.Ok(new Response(
            definitionId, definition.Name, await db.Companies.Where(c => c.Id == user.CompanyId).Select(c => c.Name).SingleAsync(ct), row?.Revision ?? 0, stands.Version, stands.Id == template.Id ? null : template.Version,
            row?.PublishedVersion, row?.IsPublished == true, !user.Has(Permission.WorkflowsManage), user.Rights.Reaches(Permission.WorkflowsManage, Reach.Group), CardsOf(definition, overlay),
            [.. overlay.WriteChanges().Select(c => (JsonObject)c!.DeepClone())], definition.Source));
    }

    private static List<Card> CardsOf(WorkflowDefinition template, FlowOverlay overlay)
    {
        var states = CardStates.Of(template, overlay);
        var titles = OverlayComposer.Compose(template, overlay, keepsOff: true).Definition.Root?["activities"]?.AsArray().OfType<JsonObject>()
            .ToDictionary(a => a["id"]?.ToString() ?? "", a => a["metadata"]?["displayText"]?.ToString() ?? a["id"]?.ToString() ?? "") ?? [];
        return [.. states.Select(s => new Card(s.Key, titles.GetValueOrDefault(s.Key, s.Key), s.Value, [.. overlay.Changes.Where(c => c.Card == s.Key || (c is InsertCards i && i.Activities.Any(a => a["id"]?.ToString() == s.Key))).Select(c => c.Key)]))];
    }
}
