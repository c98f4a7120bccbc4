using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Inbox;

/// <summary>Finds what is wrong with the forms of a definition: fields, their formulas, and their rules. A form that an expression makes is not looked into.</summary>
public sealed class FormDefinitionCheck : IActivityCheck
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    /// <inheritdoc />
    public IEnumerable<DefinitionProblem> Check(Node node)
    {
        if (!node.Type.StartsWith("HrBpm.", StringComparison.Ordinal) || node.Inputs.GetValueOrDefault("form")?.Expression is not { Type: "Object" or "Json", Value: { } value }) return [];
        var problems = new FormProblems(node);
        return Read(value, problems) is { } form ? problems.Of(form) : problems.Found;
    }

    private static List<FormField>? Read(object value, FormProblems problems)
    {
        try
        {
            if (value is string text && string.IsNullOrWhiteSpace(text)) return [];
            if ((value as JsonNode ?? JsonNode.Parse(value as string ?? JsonSerializer.Serialize(value))) is JsonArray list) return [.. list.Select((item, at) => Field(item, at, problems)).OfType<FormField>()];
        }
        catch (JsonException)
        {
            // Said below, as what is no list is.
        }

        problems.Add("forms.unreadable", null, "Expected the form of '{0}' to be a list of fields, but it is something else.", "「{0}」的表单应为字段列表，但不是。");
        return null;
    }

    private static FormField? Field(JsonNode? item, int at, FormProblems problems)
    {
        try
        {
            if (item is JsonObject) return item.Deserialize<FormField>(Json);
        }
        catch (JsonException)
        {
            // Said below.
        }

        problems.Add("forms.field-unreadable", (item as JsonObject)?["key"]?.ToString(), "Expected field {1} of the form of '{0}' to have a key, a label and a known type, but it has not.", "「{0}」表单的第 {1} 个字段应有标识、标题和已知的类型，但没有。", at + 1);
        return null;
    }
}
