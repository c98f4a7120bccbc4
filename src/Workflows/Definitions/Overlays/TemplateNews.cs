using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>How a card of a template differs from the same card of an earlier version.</summary>
/// <param name="Card">Id of the card.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Kind">added, removed or changed.</param>
/// <param name="Members">The members that changed; empty for a card that was added or removed.</param>
public sealed record CardNews(string Card, string Title, string Kind, IReadOnlyList<string> Members);

/// <summary>What a new version of a template brings.</summary>
public static class TemplateNews
{
    /// <summary>The cards that are not as they were.</summary>
    public static IReadOnlyList<CardNews> Between(WorkflowDefinition before, WorkflowDefinition now)
    {
        var (old, cards) = (FlowJson.Cards(before.Source).ToDictionary(FlowJson.Id), FlowJson.Cards(now.Source).ToDictionary(FlowJson.Id));
        return
        [
            .. cards.Values.Where(c => !old.ContainsKey(FlowJson.Id(c))).Select(c => new CardNews(FlowJson.Id(c), FlowJson.Title(c), "added", [])),
            .. cards.Values.Where(c => old.ContainsKey(FlowJson.Id(c))).Select(c => new CardNews(FlowJson.Id(c), FlowJson.Title(c), "changed", ChangedMembers(old[FlowJson.Id(c)], c))).Where(n => n.Members.Count > 0),
            .. old.Values.Where(c => !cards.ContainsKey(FlowJson.Id(c))).Select(c => new CardNews(FlowJson.Id(c), FlowJson.Title(c), "removed", [])),
        ];
    }

    internal static IReadOnlyList<string> ChangedMembers(JsonObject before, JsonObject now) =>
        [.. before.Concat(now).Select(m => m.Key).Distinct().Append(ChangeMember.Title).Where(m => OverlayJson.MayDiffer(FlowJson.Id(before), m) && !FlowJson.IsSame(FlowJson.Member(before, m), FlowJson.Member(now, m)))];
}
