using System.Text.Json;
using System.Text.Json.Nodes;

namespace HrBpm.Workflows.Definitions.Overlays;

/// <summary>集团锁定: what of a template's card no company may have otherwise. It stands in the card's <c>customProperties</c>: <c>lock</c> is <c>true</c> for the whole card, or a list of members; <c>lockReason</c> says why.</summary>
/// <remarks>A card with any lock cannot be switched off or gone round, because then the lock would hold nothing.</remarks>
/// <param name="IsWhole">The whole card.</param>
/// <param name="Members">The members, where it is not the whole card.</param>
/// <param name="Reason">Why; empty where nobody has said.</param>
public sealed record CardLock(bool IsWhole, IReadOnlyList<string> Members, string Reason)
{
    private const string Custom = "customProperties", Lock = "lock", Why = "lockReason";

    /// <summary>The lock of a card; null when nothing of it is locked.</summary>
    /// <param name="card">The card as the JSON has it.</param>
    public static CardLock? Of(JsonObject? card)
    {
        if (card?[Custom] is not JsonObject custom) return null;
        var reason = custom.Text(Why) ?? "";
        return custom[Lock] switch
        {
            JsonValue whole when whole.GetValueKind() == JsonValueKind.True => new(true, [], reason),
            JsonArray members when members.Select(member => member?.ToString()).OfType<string>().ToList() is { Count: > 0 } names => new(false, names, reason),
            _ => null,
        };
    }

    /// <summary>The locks of a definition, by card.</summary>
    public static IReadOnlyDictionary<string, CardLock> In(WorkflowDefinition definition) => FlowJson.Cards(definition.Source).Select(card => (Id: FlowJson.Id(card), Lock: Of(card)))
        .Where(each => each.Lock is not null).DistinctBy(each => each.Id).ToDictionary(each => each.Id, each => each.Lock!);

    /// <summary>The custom properties of a card with another lock.</summary>
    /// <param name="custom">What they are now; null where there are none.</param>
    /// <param name="locked">The lock; null for none.</param>
    /// <returns>Null where nothing is left.</returns>
    public static JsonObject? Write(JsonObject? custom, CardLock? locked)
    {
        var now = (JsonObject?)custom?.DeepClone() ?? [];
        now.Remove(Lock);
        now.Remove(Why);
        if (locked is not null) now[Lock] = locked.IsWhole ? JsonValue.Create(true) : new JsonArray([.. locked.Members.Select(member => JsonValue.Create(member))]);
        if (locked is { Reason.Length: > 0 }) now[Why] = locked.Reason;
        return now.Count == 0 ? null : now;
    }

    /// <summary>Whether a member is locked. What says so is locked with it.</summary>
    public bool Holds(string member) => IsWhole || member == Custom || Members.Contains(member);

    /// <summary>Why a company may not have this; null when it may.</summary>
    /// <param name="template">The template.</param>
    /// <param name="change">What the company would have otherwise.</param>
    public static DefinitionProblem? WhyNot(WorkflowDefinition template, OverlayChange change)
    {
        if (change is InsertCards or AddVariable || FlowJson.Card(template.Source, change.Card) is not { } card || Of(card) is not { } locked) return null;
        return change switch
        {
            SwitchOff => Problem("overlays.locked-off", card, locked),
            ChangeMember set when locked.Holds(set.Member) => Problem("overlays.locked", card, locked, set.Member),
            AddField when locked.Holds("form") => Problem("overlays.locked", card, locked, "form"),
            _ => null,
        };
    }

    /// <summary>What of a template's locks a definition does not keep, whatever way it was made.</summary>
    /// <param name="template">The template.</param>
    /// <param name="definition">What a company would run in its place.</param>
    public static IEnumerable<DefinitionProblem> Broken(WorkflowDefinition template, WorkflowDefinition definition)
    {
        // From where the template begins: a card that is gone round is no beginning of the flow's.
        var roots = FlowReach.Roots(template.Source);
        var (ever, reached) = (FlowReach.Of(template.Source, roots), FlowReach.Of(definition.Source, roots));
        foreach (var (id, locked) in In(template).Where(each => ever.Contains(each.Key)))
        {
            var card = FlowJson.Card(template.Source, id)!;
            if (FlowJson.Card(definition.Source, id) is not { } now || !reached.Contains(id)) yield return Problem("overlays.locked-off", card, locked);
            else if (card.Concat(now).Select(member => member.Key).Distinct().Append(ChangeMember.Title).FirstOrDefault(member => member is not ("metadata" or "nodeId") && locked.Holds(member) && !FlowJson.IsSame(FlowJson.Member(card, member), FlowJson.Member(now, member))) is { } changed)
                yield return Problem("overlays.locked", card, locked, changed);
        }
    }

    private static DefinitionProblem Problem(string code, JsonObject card, CardLock locked, string member = "") =>
        DefinitionProblem.Of(code, FlowJson.Id(card), ("name", FlowJson.Title(card)), ("member", member), ("reason", locked.Reason));
}
