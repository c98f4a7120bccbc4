using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>What happened to an instance, line by line, oldest first.</summary>
internal static class ReadJournal
{
    private const int LargestPage = 1000;

    internal sealed record Request(Filter? Filter = null);

    /// <summary>Which lines are wanted; a list that is absent or empty excludes nothing.</summary>
    /// <param name="ActivityIds">Only of these activities.</param>
    /// <param name="ActivityNodeIds">Only of these nodes.</param>
    /// <param name="ExcludedActivityTypes">None of activities of these types.</param>
    /// <param name="EventNames">Only what happened in these ways.</param>
    internal sealed record Filter(string[]? ActivityIds = null, string[]? ActivityNodeIds = null, string[]? ExcludedActivityTypes = null, string[]? EventNames = null);

    internal sealed record Line
    {
        public required string Id { get; init; }
        public required string ActivityInstanceId { get; init; }
        public string? ParentActivityInstanceId { get; init; }
        public required string ActivityId { get; init; }
        public required string ActivityType { get; init; }
        public required int ActivityTypeVersion { get; init; }
        public string? ActivityName { get; init; }
        public required string NodeId { get; init; }
        public required DateTimeOffset Timestamp { get; init; }
        public required int Sequence { get; init; }
        public required string EventName { get; init; }
        public string? Message { get; init; }
        public JsonObject? Payload { get; init; }
    }

    public static Task<Results<ElsaAnswer<ItemPage<Line>>, ProblemHttpResult>> HandleAsync(string id, int? skip, int? take, InstanceHistories histories, CancellationToken ct) =>
        HandleFilteredAsync(id, skip, take, new Request(), histories, ct);

    public static async Task<Results<ElsaAnswer<ItemPage<Line>>, ProblemHttpResult>> HandleFilteredAsync(string id, int? skip, int? take, Request request, InstanceHistories histories, CancellationToken ct)
    {
        if (skip is < 0 || take is < 1 or > LargestPage)
            return Problems.Invalid("workflows.page", $"Expected skip to be at least 0 and take to be from 1 to {LargestPage}, but they are {skip} and {take}.");
        if (await histories.FindAsync(id, ct) is not { } instance) return ShowInstance.Unknown(id);
        var lines = instance.History.Journal.Where(l => IsWanted(instance, l, request.Filter)).ToList();
        return new ElsaAnswer<ItemPage<Line>>(new ItemPage<Line>([.. lines.Skip(skip ?? 0).Take(take ?? LargestPage).Select(l => LineOf(instance, l))], lines.Count));
    }

    internal static Line LineOf(SeenInstance instance, JournalLine line)
    {
        var facts = ActivityFacts.Of(instance, line.Visit.Node);
        return new Line
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{instance.Row.Id}-l{line.Sequence}"),
            ActivityInstanceId = ActivityVisit.IdOf(instance.Row.Id, line.Visit.Number),
            ParentActivityInstanceId = line.Visit.Owner is { } owner ? ActivityVisit.IdOf(instance.Row.Id, owner.Number) : null,
            ActivityId = facts.Id,
            ActivityType = facts.Type,
            ActivityTypeVersion = facts.Version,
            ActivityName = facts.Name,
            NodeId = line.Visit.Node,
            Timestamp = ElsaJson.Moment(line.AtUtc),
            Sequence = line.Sequence,
            EventName = line.EventName,
            Message = line.Message,
            Payload = line.Outcomes is { Count: > 0 } outcomes ? new JsonObject { ["Outcomes"] = new JsonArray([.. outcomes.Select(o => JsonValue.Create(o))]) } : null,
        };
    }

    private static bool IsWanted(SeenInstance instance, JournalLine line, Filter? filter)
    {
        if (filter is null) return true;
        var facts = ActivityFacts.Of(instance, line.Visit.Node);
        return Allows(filter.ActivityIds, facts.Id) && Allows(filter.ActivityNodeIds, line.Visit.Node) && Allows(filter.EventNames, line.EventName)
            && filter.ExcludedActivityTypes?.Contains(facts.Type) != true;
    }

    private static bool Allows(string[]? wanted, string value) => wanted is not { Length: > 0 } || wanted.Contains(value);
}

/// <summary>What the definition says about the activity of a visit.</summary>
internal sealed record ActivityFacts(string Id, string Type, int Version, string? Name)
{
    public static ActivityFacts Of(SeenInstance instance, string node) => instance.NodeOf(node) is { } known
        ? new ActivityFacts(known.Id, known.Type, known.Source["version"] is JsonValue version && known.Parent is not null && version.TryGetValue<int>(out var number) ? number : 1, known.Name ?? known.Id)
        : new ActivityFacts(WorkflowStates.ActivityIdOf(instance, node), "", 1, null);
}
