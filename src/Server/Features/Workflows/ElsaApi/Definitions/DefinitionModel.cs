using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>Writes definitions in the shape of Elsa's answers. Members of the stored JSON that nobody here knows are written as they are.</summary>
internal sealed class DefinitionModel(DefinitionCompiler compiler, CurrentUser user)
{
    // What the server itself says of a version. Whatever a file says of these is not repeated.
    internal static readonly string[] OurOwn = ["links", "id", "definitionId", "name", "createdAt", "version", "isReadonly", "isSystem", "isLatest", "isPublished"];

    /// <summary>A summary, as lists show it.</summary>
    /// <param name="IsOwn">The company's own; else it comes with the product, and a change makes the company's own of it.</param>
    internal sealed record Summary(IReadOnlyList<Link> Links, bool IsMaterializerAvailable, string Id, string DefinitionId, string Name, string? Description, int Version, string? ToolVersion,
        bool IsLatest, bool IsPublished, string MaterializerName, DateTimeOffset CreatedAt, bool IsReadonly, bool IsOwn);

    public Summary Summarise(SeenVersion version) => new(DefinitionLinks.Of(version.DefinitionId, user), true, version.Id, version.DefinitionId, version.Name,
        version.Description, version.Version, version.ToolVersion, version.IsLatest, version.IsPublished, "Json", ElsaJson.Moment(version.CreatedUtc), IsReadonly, version.IsOwn);

    /// <summary>The whole definition.</summary>
    public JsonObject Write(SeenVersion version, string json)
    {
        var stored = Graph(json).Definition.Source;
        var model = new JsonObject
        {
            ["links"] = JsonSerializer.SerializeToNode(DefinitionLinks.Of(version.DefinitionId, user), ElsaJson.Options),
            ["id"] = version.Id,
            ["definitionId"] = version.DefinitionId,
            ["name"] = version.Name,
            ["createdAt"] = JsonSerializer.SerializeToNode(ElsaJson.Moment(version.CreatedUtc), ElsaJson.Options),
            ["version"] = version.Version,
            ["isReadonly"] = IsReadonly,
            ["isSystem"] = false,
            ["isLatest"] = version.IsLatest,
            ["isPublished"] = version.IsPublished,
        };
        foreach (var (name, value) in stored.ToList())
        {
            if (OurOwn.Contains(name)) continue;
            stored.Remove(name);
            model[name] = value;
        }

        foreach (var list in new[] { "variables", "inputs", "outputs", "outcomes" }) model[list] ??= new JsonArray();
        foreach (var bag in new[] { "customProperties", "options" }) model[bag] ??= new JsonObject();
        return model;
    }

    private bool IsReadonly => !user.Has(Permission.WorkflowsManage);

    /// <summary>The activities, each with the node id that clients find it by, which follows from where it stands.</summary>
    public Graph Graph(string json)
    {
        var graph = compiler.Compile("", 0, WorkflowDefinition.Read(json));
        foreach (var node in graph.Nodes.Values.Where(n => n.Parent is not null)) (node.Source["id"], node.Source["nodeId"]) = (node.Id, node.Path);
        return graph;
    }
}
