using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace HrBpm.Activities.Tests.Flows;

/// <summary>A way through the standard offboarding that is walked in memory, as the file of its scenarios tells it.</summary>
internal sealed record Variation(string Name, string Description, VariationStart Start, OffboardingWorld World, Dictionary<string, IReadOnlyList<VariationMove>> Moves, VariationEnd Expect)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Every variation of the file.</summary>
    public static IReadOnlyList<Variation> All { get; } =
        JsonNode.Parse(File.ReadAllText(Path.Combine(Definitions.Folder, "offboarding/standard.scenarios.json")))!["variations"].Deserialize<List<Variation>>(Json)!;
}

/// <summary>How it starts; dates are days from the start.</summary>
internal sealed record VariationStart(string Kind = "Resignation", string Waiver = "None", int LegalEndInDays = 30, int LastWorkingDayInDays = 20);

/// <summary>What somebody does with a task of a step. Each move is made once, in this order; afterwards the step is simply agreed to.</summary>
/// <param name="Never">Nobody does anything: time has to.</param>
/// <param name="Hold">Nobody does anything until the flow has come through this node.</param>
/// <param name="Refused">The act is refused with this code, and nothing changes by it.</param>
internal sealed record VariationMove(
    bool Never = false, string? Hold = null, string? Action = null, string? To = null, string? Then = null, string? Comment = null, JsonObject? Answers = null, JsonObject? Amend = null, string? Refused = null);

/// <summary>What must be true in the end; what is absent is not looked at.</summary>
/// <param name="Takes">Connections that are taken, as <c>activity.Port</c>.</param>
/// <param name="Visits">How often nodes are completed.</param>
/// <param name="PaidByLaw">Kinds of pay that went out because the statutory date had come.</param>
/// <param name="Note">Part of why the flow went on, as the case keeps it.</param>
/// <param name="LatePay">HR and finance were told that there was no statement at the statutory date.</param>
internal sealed record VariationEnd(
    string Stage, IReadOnlyList<string> Takes, Dictionary<string, int>? Visits = null, IReadOnlyList<string>? PaidByLaw = null, string? Note = null, bool Certificate = true, bool LatePay = false);
