using HrBpm.Workflows;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Server.Features.Workflows.Variants;

/// <summary>Why a variant is not changed.</summary>
internal static class VariantRefusals
{
    public static Refusal Unknown(string definitionId) => new("variants.template-unknown", $"Expected a definition '{definitionId}' that your group or the product offers as a template, but there is none.");

    public static Refusal None(string definitionId) => new("variants.unknown", $"Expected your company to have '{definitionId}' otherwise than the template, but it has not.");

    public static Refusal NoChange(string key) => new("variants.change-unknown", $"Expected a change '{key}' of your company's, but there is none.");

    public static Refusal Changed(int expected, int found) => new("variants.changed", $"Expected the variant to be as you have read it (revision {expected}), but somebody has changed it since (revision {found}). Read it again.");

    public static Refusal Invalid(string message) => new("variants.change-invalid", message);

    public static Refusal NoNews(string definitionId) => new("variants.no-news", $"Expected a version of the template '{definitionId}' that the variant does not stand on yet, but it stands on the published one.");

    public static Refusal OtherTemplate(string expected, string found) => new("variants.template-changed", $"Expected the template's published version to be '{expected}', which the decisions are about, but it is '{found}' now. Look at the preview again.");

    public static Refusal Undecided(IReadOnlyCollection<OverlayConflict> open) =>
        new("variants.undecided", $"Expected a decision about each conflict, but {open.Count} {(open.Count == 1 ? "has" : "have")} none: {string.Join(", ", open.Select(c => $"{c.CardTitle} ({c.Key})"))}.");

    public static Refusal NoDraft(string definitionId) => new("templates.no-draft", $"Expected your company to have a draft of '{definitionId}' that shall become the group's template, but it has none.");

    public static Refusal TooDeep(string definitionId) =>
        new("templates.too-deep", $"Expected '{definitionId}' to be offered by the company at the top of the group, directly above the companies that run it, but the company above yours belongs to another itself. A template goes one level down.");
}
