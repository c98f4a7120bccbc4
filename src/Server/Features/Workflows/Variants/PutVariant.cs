using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions.Overlays;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Puts changes: all of them, or one.</summary>
internal static class PutVariant
{
    /// <param name="Revision">What was read; 0 while the company has nothing otherwise.</param>
    /// <param name="Changes">All changes: objects whose <c>kind</c> is set, off, field, insert or variable.</param>
    public sealed record Request(int Revision, IReadOnlyList<JsonObject> Changes);

    /// <param name="Revision">What was read; absent to change whatever is there.</param>
    /// <param name="Change">The change; one of the same key gives way to it.</param>
    public sealed record OneRequest(JsonObject Change, int? Revision = null);

    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> HandleAsync(string definitionId, Request request, EditVariants edit, CancellationToken ct) =>
        PutAsync(definitionId, request.Revision, edit, () =>
        {
            var changes = OverlayJson.Read(new JsonArray([.. request.Changes.Select(c => c.DeepClone())]));
            return overlay => overlay with { Changes = changes };
        }, ct);

    public static Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> OneAsync(string definitionId, OneRequest request, EditVariants edit, CancellationToken ct) =>
        PutAsync(definitionId, request.Revision, edit, () =>
        {
            var change = OverlayJson.Read(request.Change);
            return overlay => overlay.With(change);
        }, ct);

    private static async Task<Results<Ok<ShowVariant.Response>, ProblemHttpResult>> PutAsync(string definitionId, int? revision, EditVariants edit, Func<Func<FlowOverlay, FlowOverlay>> read, CancellationToken ct)
    {
        Func<FlowOverlay, FlowOverlay>? change = null;
        Refusal? wrong = null;
        try
        {
            change = read();
        }
        catch (FormatException e)
        {
            wrong = VariantRefusals.Invalid(e.Message);
        }

        // Whether there is such a template is said first.
        return await edit.ShowAsync(definitionId, async (variants, author, token) => wrong is null ? await variants.PutAsync(author, definitionId, revision, change!, token)
            : await variants.HasTemplateAsync(author, definitionId, token) ? new VariantChange.Refused(wrong) : new VariantChange.Refused(VariantRefusals.Unknown(definitionId)), ct);
    }
}
