using System.Text.Json.Nodes;
using HrBpm.Designer.Definitions;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Designer.Variants;

/// <summary>Takes a definition that somebody has edited elsewhere as changes to the template that it was made of.</summary>
internal static class VariantImport
{
    /// <summary>Puts what the file says otherwise than the template in the place of the company's changes.</summary>
    /// <param name="variants">The server.</param>
    /// <param name="stored">What the company has now.</param>
    /// <param name="definition">The file.</param>
    /// <exception cref="FormatException">It says something that no change can express; the message says what.</exception>
    /// <exception cref="FlowRefusedException">The server refused.</exception>
    /// <exception cref="HttpRequestException">It could not be reached.</exception>
    public static async Task TakeAsync(VariantStore variants, StoredVariant stored, JsonObject definition)
    {
        var diff = OverlayDiff.Between(WorkflowDefinition.Read(stored.Template.ToJsonString()), WorkflowDefinition.Read(definition.ToJsonString()));
        if (diff.Problems.Count > 0) throw new FormatException(diff.Problems[0].MessageIn(System.Globalization.CultureInfo.CurrentUICulture.Name is { Length: > 0 } language ? language : "zh-CN"));
        await variants.PutAsync(stored.DefinitionId, stored.Revision, OverlayJson.Write(diff.Changes));
    }
}
