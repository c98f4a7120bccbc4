using System.Globalization;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>One visit to an activity, as the history tells it. Elsa calls it an activity execution, or an activity instance.</summary>
internal sealed class ActivityVisit
{
    private const string Separator = "-e";

    /// <summary>Counted from 1 within the instance.</summary>
    public required int Number { get; init; }

    /// <summary>Node id: the path of activity ids from the root.</summary>
    public required string Node { get; init; }

    /// <summary>The container's visit; null for the workflow itself.</summary>
    public required ActivityVisit? Owner { get; init; }

    /// <summary>The visit whose work led to this one: the one before it, or its container.</summary>
    public required ActivityVisit? ScheduledBy { get; init; }

    public required DateTime StartedUtc { get; init; }

    /// <summary>Null while it runs or waits.</summary>
    public DateTime? EndedUtc { get; set; }

    /// <summary>Elsa's word: Running, Completed, Canceled or Faulted.</summary>
    public string Status { get; set; } = "Running";

    public bool HasBookmarks { get; set; }

    /// <summary>Faults of the visit itself.</summary>
    public int Faults { get; set; }

    /// <summary>Faults of the visit and of everything below it.</summary>
    public int FaultsInAll { get; set; }

    /// <summary>The last fault.</summary>
    public (string Code, string Message)? Fault { get; set; }

    public IReadOnlyList<string> Outcomes { get; set; } = [];

    /// <summary>Evaluated inputs, where the history has them.</summary>
    public IReadOnlyDictionary<string, object?>? Inputs { get; set; }

    public Dictionary<string, object?> Outputs { get; } = [];

    /// <summary>How many visits led to this one.</summary>
    public required int Depth { get; init; }

    /// <summary>Id to the outside, unique across instances.</summary>
    public static string IdOf(string instanceId, int number) => string.Create(CultureInfo.InvariantCulture, $"{instanceId}{Separator}{number}");

    /// <summary>Instance and number of an id, or null when it is not one.</summary>
    public static (string InstanceId, int Number)? Parse(string id)
    {
        var at = id.LastIndexOf(Separator, StringComparison.Ordinal);
        return at > 0 && int.TryParse(id.AsSpan(at + Separator.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (id[..at], number) : null;
    }
}

/// <summary>One line of an instance's journal.</summary>
/// <param name="Run">Number of the run.</param>
/// <param name="Sequence">Position in the journal, counted from 0.</param>
/// <param name="Visit">The visit that it is about.</param>
/// <param name="AtUtc">When.</param>
/// <param name="EventName">Elsa's word for what happened, for example <c>Started</c>.</param>
/// <param name="Message">A sentence, where there is one.</param>
/// <param name="Outcomes">The outcomes by which the visit was left.</param>
internal sealed record JournalLine(int Run, int Sequence, ActivityVisit Visit, DateTime AtUtc, string EventName, string? Message = null, IReadOnlyList<string>? Outcomes = null);
