using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows;

/// <summary>What of a definition's JSON its author wrote. The rest the server says, whatever a client sends.</summary>
internal static class DefinitionText
{
    /// <summary>Members that say where a version stands, and not what it does.</summary>
    private static readonly string[] Standing = ["links", "id", "createdAt", "version", "isReadonly", "isSystem", "isLatest", "isPublished"];

    /// <summary>The definition without what the server says; everything else survives, whether anybody here knows it or not.</summary>
    public static WorkflowDefinition OfAuthor(WorkflowDefinition given)
    {
        foreach (var member in Standing) given.Source.Remove(member);
        Strip(given.Root);
        return given;
    }

    /// <summary>True when both say the same, in whatever order.</summary>
    public static bool IsSame(string stored, WorkflowDefinition ofAuthor) => JsonNode.DeepEquals(OfAuthor(WorkflowDefinition.Read(stored)).Source, ofAuthor.Source);

    // Node ids follow from where an activity stands. Values of expressions are the author's, whatever they look like.
    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list) Strip(item);
        }
        else if (node is JsonObject members)
        {
            if (IsText(members, "type") && IsText(members, "nodeId")) members.Remove("nodeId");
            foreach (var (name, value) in members)
                if (name != "expression") Strip(value);
        }
    }

    private static bool IsText(JsonObject members, string name) => members[name]?.GetValueKind() == JsonValueKind.String;
}
