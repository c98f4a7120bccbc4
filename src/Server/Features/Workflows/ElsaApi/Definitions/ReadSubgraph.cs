using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Workflows.Definitions;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>A part of a version's activities: one with everything inside it, or the way that leads to one.</summary>
internal static class ReadSubgraph
{
    /// <param name="NodeId">Its node id.</param>
    /// <param name="Port">Where in its container it stands.</param>
    /// <param name="Activity">The activity.</param>
    internal sealed record Part(string NodeId, string? Port, JsonNode? Activity);

    /// <summary>A container on the way.</summary>
    internal sealed record Segment(string ActivityNodeId, string ActivityId, string ActivityType, string PortName, string ActivityName);

    /// <param name="ChildNode">The activity that was asked for.</param>
    /// <param name="Container">The container that a designer shows it in.</param>
    /// <param name="PathSegments">The containers on the way, outermost first.</param>
    internal sealed record Segments(Part ChildNode, Part Container, IReadOnlyList<Segment> PathSegments);

    public static async Task<Results<ElsaAnswer<Part>, ProblemHttpResult>> HandleAsync(string id, string? parentNodeId, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (await GraphAsync(id, db, model, user, ct) is not { } graph) return DefinitionProblems.UnknownVersion(id);
        if (string.IsNullOrEmpty(parentNodeId)) return new ElsaAnswer<Part>(PartOf(graph.Root), isTagged: true);
        return graph.Nodes.TryGetValue(parentNodeId, out var node) ? new ElsaAnswer<Part>(PartOf(node), isTagged: true) : DefinitionProblems.UnknownNode(parentNodeId);
    }

    public static async Task<Results<ElsaAnswer<Segments>, ProblemHttpResult>> SegmentsAsync(string id, string childNodeId, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (await GraphAsync(id, db, model, user, ct) is not { } graph) return DefinitionProblems.UnknownVersion(id);
        if (!graph.Nodes.TryGetValue(childNodeId, out var child)) return DefinitionProblems.UnknownNode(childNodeId);
        // The workflow and flowcharts are not steps of the way: a designer shows a flowchart as the inside of what holds it.
        var way = Ancestors(child).Where(n => n.Parent is not null && n.Type != "Elsa.Flowchart").Reverse().ToList();
        var container = Ancestors(child).FirstOrDefault(n => n.Parent is not null) ?? graph.Root;
        return new ElsaAnswer<Segments>(new Segments(PartOf(child), PartOf(container), [.. way.Select(n => SegmentOf(n, child))]), isTagged: true);
    }

    private static async Task<Graph?> GraphAsync(string id, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (!await SeenVersion.Of(db, user.CompanyId, withDeleted: true).AnyAsync(v => v.Id == id, ct)) return null;
        return model.Graph(await db.DefinitionVersions.Where(d => d.Id == id).Select(d => d.Json).SingleAsync(ct));
    }

    private static Part PartOf(Node node) => new(node.Path, PortOf(node), node.Source);

    private static Segment SegmentOf(Node node, Node child) => new(node.Path, node.Id, node.Type, PortOf(Ancestors(child).Prepend(child).First(n => n.Parent == node)) ?? "", node.Name ?? node.Type);

    private static string? PortOf(Node node) => node.Parent?.Ports.FirstOrDefault(p => p.Value == node).Key ?? (node.Parent is null ? null : node.Parent.Branches.Contains(node) ? "branches" : "activities");

    private static IEnumerable<Node> Ancestors(Node node)
    {
        for (var at = node.Parent; at is not null; at = at.Parent) yield return at;
    }
}
