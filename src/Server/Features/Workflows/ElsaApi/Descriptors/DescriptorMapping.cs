using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Workflows.Authoring;
using static HrBpm.Server.Features.Workflows.ElsaApi.Descriptors.ActivityDescriptorModel;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Descriptors;

/// <summary>Descriptions of activity types, in Elsa's words and in one language.</summary>
internal sealed class DescriptorMapping(ActivityTexts texts)
{
    public ActivityDescriptorModel ModelOf(NodeDescription node)
    {
        var dot = node.Type.LastIndexOf('.');
        return new ActivityDescriptorModel
        {
            TypeName = node.Type,
            ClrType = node.Type,
            Namespace = dot < 0 ? "" : node.Type[..dot],
            Name = node.Type[(dot + 1)..],
            Version = node.Version,
            Category = texts.CategoryOf(node.Category),
            DisplayName = texts.NameOf(node),
            Description = texts.AboutOf(node),
            Inputs = [.. node.Inputs.Select((input, at) => ModelOf(node, input, at))],
            Outputs = [.. node.Outputs.Select(output => new OutputModel { Name = output.Name, TypeName = output.TypeName, DisplayName = texts.NameOf(node, output), Description = NullIfEmpty(texts.AboutOf(node, output)) })],
            Kind = node.Kind.ToString(),
            RunAsynchronously = node.Kind == NodeKind.Job,
            Ports = [.. node.Ports.Select(port => new PortModel(port.Name, texts.NameOf(port), port.IsEmbedded ? "Embedded" : "Flow", port.IsBrowsable))],
            CustomProperties = CustomOf(node),
            ConstructionProperties = ConstructionOf(node),
            IsContainer = node.IsContainer,
            IsBrowsable = node.IsBrowsable,
            IsStart = node.IsStart,
            IsTerminal = node.IsTerminal,
        };
    }

    /// <summary>What a client needs to draw the input's editor.</summary>
    public static JsonObject SpecificationsOf(InputDescription input)
    {
        var specifications = new JsonObject();
        if (input.Options.Count > 0 && input.UIHint == "checklist") specifications["checklist"] = new JsonObject { ["checkList"] = new JsonObject { ["items"] = Items(input), ["isFlagsEnum"] = false } };
        else if (input.Options.Count > 0) specifications["dropdown"] = new JsonObject { ["selectList"] = new JsonObject { ["items"] = Items(input) } };
        if (input.Language is { } language) specifications["code-editor"] = new JsonObject { ["language"] = language };
        return specifications;
    }

    private InputModel ModelOf(NodeDescription node, InputDescription input, int position) => new()
    {
        IsWrapped = input.IsWrapped,
        UiHint = input.UIHint,
        Category = input.Category is { } category ? texts.CategoryOf(category) : null,
        DefaultValue = input.Default is { } given ? JsonSerializer.SerializeToNode(given) : null,
        DefaultSyntax = input.DefaultSyntax,
        IsSensitive = input.IsSensitive,
        AutoEvaluate = input.AutoEvaluate,
        UiSpecifications = SpecificationsOf(input),
        Name = input.Name,
        TypeName = input.TypeName,
        DisplayName = texts.NameOf(node, input),
        Description = NullIfEmpty(texts.AboutOf(node, input)),
        Order = position,
    };

    private static JsonArray Items(InputDescription input) => [.. input.Options.Select(option => new JsonObject { ["text"] = option, ["value"] = option })];

    private static JsonObject CustomOf(NodeDescription node)
    {
        var custom = new JsonObject { ["Type"] = node.Type };
        if (node.Icon.Length > 0) custom["Icon"] = node.Icon;
        if (node.Kind == NodeKind.Job) (custom["Resilient"], custom["ResilienceCategory"]) = (true, "Job");
        if (node.Definition is { } definition)
        {
            custom["RootType"] = "WorkflowDefinitionActivity";
            custom["WorkflowDefinitionId"] = definition.DefinitionId;
            custom["WorkflowDefinitionVersionId"] = definition.VersionId;
        }

        return custom;
    }

    private static JsonObject ConstructionOf(NodeDescription node) => node.Definition is not { } definition ? [] : new JsonObject
    {
        ["WorkflowDefinitionId"] = definition.DefinitionId,
        ["WorkflowDefinitionVersionId"] = definition.VersionId,
        ["Version"] = definition.Version,
        ["LatestAvailablePublishedVersion"] = definition.Version,
        ["LatestAvailablePublishedVersionId"] = definition.VersionId,
    };

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
