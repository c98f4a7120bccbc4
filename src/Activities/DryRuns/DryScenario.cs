using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Activities.DryRuns;

/// <summary>A dry run that is kept, with what happened in it; later versions of the flow are held against it.</summary>
/// <param name="Start">How it began.</param>
/// <param name="Acts">What was done.</param>
/// <param name="Outcome">What happened.</param>
public sealed record DryScenario(DryStart Start, IReadOnlyList<DryAct> Acts, DryOutcome Outcome)
{
    /// <summary>Most acts of a scenario.</summary>
    public const int MostActs = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true, AllowOutOfOrderMetadataProperties = true,
    };

    /// <summary>The scenario of a run as it stands.</summary>
    /// <param name="run">The run.</param>
    /// <param name="variables">Names of the variables whose values have to be the same later.</param>
    public static DryScenario Of(DryRun run, IEnumerable<string> variables) => DryPseudonyms.Take(Recorded(run, variables), []);

    /// <summary>The scenario with nobody in it whom one could tell: people are called by the part that they play. Ids and names of those who take part go, also in texts; department and position stay.</summary>
    /// <param name="others">People whom it may name without their taking part.</param>
    public DryScenario WithoutPeople(IEnumerable<DryPerson> others) => DryPseudonyms.Take(this, others);

    /// <summary>Ids in it that could be a person's.</summary>
    public IEnumerable<Guid> Ids() => DryPseudonyms.IdsIn(Write());

    /// <summary>People were taken out of it.</summary>
    public bool HasNobody { get; init; }

    private static DryScenario Recorded(DryRun run, IEnumerable<string> variables) => new(run.Known, run.Acts, DryOutcome.Of(run, variables));

    /// <summary>Reads what <see cref="Write"/> gave.</summary>
    /// <exception cref="JsonException">It is no scenario; the message says what was expected.</exception>
    public static DryScenario Read(string json)
    {
        DryScenario read;
        try
        {
            read = JsonSerializer.Deserialize<DryScenario>(json, Json) ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new JsonException($"Expected a scenario with start, acts and outcome, but {e.Message}", e);
        }

        return read.Acts.Count <= MostActs ? read : throw new JsonException($"Expected at most {MostActs} acts in a scenario, but there are {read.Acts.Count}.");
    }

    /// <summary>The scenario as JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Does the same in another version of the flow.</summary>
    /// <param name="definition">Elsa 3 JSON.</param>
    /// <returns>What happened there, and how it differs; no difference when it went the same way.</returns>
    public async Task<DryCheck> CheckAsync(string definition)
    {
        DryRun run;
        try
        {
            run = await DryRun.BeginAsync(definition, Start);
        }
        catch (DefinitionException e)
        {
            return new DryCheck(new DryDifference("", "", "", e.Message), null);
        }

        await using (run)
        {
            Refusal? refusal = null;
            var done = 0;
            for (; done < Acts.Count && refusal is null; done++) refusal = await run.DoAsync(Acts[done]);
            var now = Recorded(run, Outcome.Variables.Keys) with { HasNobody = HasNobody };
            return new DryCheck(Outcome.DifferenceTo(now.Outcome) ?? (refusal is null ? null : new DryDifference("", "", "", refusal.Message)), now);
        }
    }
}

/// <summary>What came out of a scenario in another version.</summary>
/// <param name="Difference">The first thing that went differently; null when nothing did.</param>
/// <param name="Renewed">The scenario as it is in that version, as far as it could be done; null when the version cannot be run.</param>
public sealed record DryCheck(DryDifference? Difference, DryScenario? Renewed);

/// <summary>The first thing that went differently.</summary>
/// <param name="Step">The card where it did; empty when it is no card.</param>
/// <param name="Expected">Name of the card that came then; empty for the end.</param>
/// <param name="Actual">Name of the card that comes now; empty for the end.</param>
/// <param name="Message">The sentence.</param>
public sealed record DryDifference(string Step, string Expected, string Actual, string Message);

/// <summary>What happened in a dry run.</summary>
/// <param name="Visited">The cards in the order in which they were reached.</param>
/// <param name="Status">How the flow stood at the end.</param>
/// <param name="Waiting">The cards that waited at the end.</param>
/// <param name="Variables">Values that have to be the same later, as JSON text by name.</param>
public sealed record DryOutcome(IReadOnlyList<string> Visited, InstanceSubStatus Status, IReadOnlyList<string> Waiting, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>What the cards were called, by their ids: one that is gone later is still called that.</summary>
    public IReadOnlyDictionary<string, string> Names { get; init; } = new Dictionary<string, string>();

    internal static DryOutcome Of(DryRun run, IEnumerable<string> variables) => new(
        run.Path.Visited, run.Status, [.. run.Waits.Select(wait => wait.Step).Distinct().Order(StringComparer.Ordinal)],
        variables.Distinct().ToDictionary(name => name, name => run.Path.Variables.GetValueOrDefault(name, "null")))
    {
        Names = run.Path.Visited.Distinct().ToDictionary(step => step, run.NameOf),
    };

    internal DryDifference? DifferenceTo(DryOutcome now)
    {
        var at = Enumerable.Range(0, Math.Max(Visited.Count, now.Visited.Count)).FirstOrDefault(i => Visited.ElementAtOrDefault(i) != now.Visited.ElementAtOrDefault(i), -1);
        if (at >= 0)
        {
            var (then, here) = (Visited.ElementAtOrDefault(at), now.Visited.ElementAtOrDefault(at));
            return new(then ?? here!, NameOf(then), NameOf(here), $"Expected the flow to go to {Said(then)} as card {at + 1}, but it goes to {Said(here)}.");
        }

        if (Status != now.Status) return new("", Status.ToString(), now.Status.ToString(), $"Expected the flow to be {Status} at the end, but it is {now.Status}.");
        if (!Waiting.SequenceEqual(now.Waiting)) return new(Waiting.Except(now.Waiting).Concat(now.Waiting).First(), "", "", $"Expected the flow to wait at {List(Waiting)}, but it waits at {List(now.Waiting)}.");
        return Variables.FirstOrDefault(variable => now.Variables.GetValueOrDefault(variable.Key) != variable.Value) is { Key: { } changed } old
            ? new("", old.Value, now.Variables[changed], $"Expected variable '{changed}' to be {old.Value}, but it is {now.Variables[changed]}.")
            : null;

        string NameOf(string? step) => step is null ? "" : now.Names.GetValueOrDefault(step) ?? Names.GetValueOrDefault(step, step);
        string Said(string? step) => step is null ? "no further card" : $"'{NameOf(step)}'";
        string List(IReadOnlyList<string> steps) => steps.Count == 0 ? "nothing" : string.Join(", ", steps.Select(step => $"'{NameOf(step)}'"));
    }
}
