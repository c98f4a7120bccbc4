using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Server.Features.Demo;

namespace HrBpm.Server.Tests.Offboarding;

/// <summary>One golden scenario of the standard offboarding, as its file tells it.</summary>
internal sealed record Scenario(
    string Name, string Description, Dictionary<string, string?> Settings, ScenarioStart Start, Dictionary<string, IReadOnlyList<PlayMove>> Moves,
    IReadOnlyList<ScenarioEvent> Events, ScenarioEnd Expect)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Every scenario of the file.</summary>
    public static IReadOnlyList<Scenario> All { get; } = JsonSerializer.Deserialize<ScenarioFile>(File.ReadAllText(Find("offboarding/standard.scenarios.json")), Json)!.Scenarios;

    public static Scenario Named(string name) => All.Single(scenario => scenario.Name == name);

    private static string Find(string file)
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "HrBpm.sln"))) at = at.Parent!;
        return Path.Combine(at.FullName, "workflows-definitions", file);
    }

    // The variations are walked in memory, by the tests of the activities.
    private sealed record ScenarioFile(string Definition, IReadOnlyList<Scenario> Scenarios, JsonArray Variations);
}

/// <summary>Who starts it, with which dates, in days from the day on which it runs.</summary>
internal sealed record ScenarioStart(
    string As, string Leaver, string Receiver, string Kind, string Waiver, int NoticeInDays, int LegalEndInDays, int LastWorkingDayInDays, int PayThroughInDays, string Reason)
{
    public JsonObject ToBody(Guid requestId, DateOnly today, Func<string, Guid> idOf) => new()
    {
        ["requestId"] = requestId.ToString("D"),
        ["leaverId"] = idOf(Leaver).ToString("D"),
        ["receiverId"] = idOf(Receiver).ToString("D"),
        ["kind"] = Kind,
        ["waiver"] = Waiver,
        ["noticeDate"] = Day(today, NoticeInDays),
        ["legalEnd"] = Day(today, LegalEndInDays),
        ["lastWorkingDay"] = Day(today, LastWorkingDayInDays),
        ["payThrough"] = Day(today, PayThroughInDays),
        ["reason"] = Reason,
    };

    public static string Day(DateOnly today, int inDays) => today.AddDays(inDays).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Something from outside, once: after the flow has come through a node, or when an incident opens.</summary>
internal sealed record ScenarioEvent(
    string Do, string? After = null, bool OnIncident = false, JsonObject? Fault = null, Dictionary<string, PayExpectation>? Pay = null,
    string? As = null, IReadOnlyList<string>? Items = null, string? Reason = null, IReadOnlyList<string>? ApprovedBy = null, string? RejectedBy = null, bool Releases = true, int? Hours = null)
{
    public bool IsDue(PlayState state) => OnIncident ? state.Incidents.Count > 0 : state.Passed.Contains(After!);
}

/// <summary>A pay item's state, and a part of the sentence that says why.</summary>
internal sealed record PayExpectation(string State, string Reason);

/// <summary>What must be true in the end. What is absent is not looked at.</summary>
/// <param name="Passed">Every node that was completed, and how often; no other was.</param>
/// <param name="Alerted">User names of those who find in their inbox that the statutory date has come.</param>
internal sealed record ScenarioEnd(
    string Stage, Dictionary<string, int> Passed, Dictionary<string, PayExpectation>? Pay, Dictionary<string, int>? Effects, bool Certificate,
    AnswerExpectation? Answer = null, Dictionary<string, string>? Outcomes = null, Dictionary<string, string>? DecidedBy = null, Dictionary<string, string>? Via = null,
    DamageExpectation? Damage = null, IReadOnlyList<string>? Handover = null, int Incidents = 0, int? LastWorkingDayInDays = null, string? LastWorkingHour = null,
    string? CertificateSays = null, bool? LeaverIsActive = null, IReadOnlyList<string>? Alerted = null);

internal sealed record AnswerExpectation(string Decision, string? Note = null);

internal sealed record DamageExpectation(long ClaimedMinor, long DeductibleMinor);
