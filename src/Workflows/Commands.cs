using System.Text.Json.Serialization;
using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows;

/// <summary>What somebody asks of an instance. The command is kept in the history beside the events that it caused.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(StartCommand), "start")]
[JsonDerivedType(typeof(ResumeCommand), "resume")]
[JsonDerivedType(typeof(CancelCommand), "cancel")]
[JsonDerivedType(typeof(ResolveIncident), "resolveIncident")]
[JsonDerivedType(typeof(AlterInstance), "alter")]
[JsonDerivedType(typeof(SendStimulus), "send")]
public abstract record Command
{
    /// <summary>Who asks: a person's id; empty for time and jobs.</summary>
    public string Actor { get; init; } = "";

    /// <summary>True when it carries secrets of a confidential instance: whoever gets it becomes confidential, and until then it is stored sealed.</summary>
    public bool IsConfidential { get; init; }
}

/// <summary>Starts an instance of the published version of a definition.</summary>
/// <param name="DefinitionId">Logical id of the definition.</param>
public sealed record StartCommand(string DefinitionId) : Command
{
    /// <summary>Owner: the company's id.</summary>
    public string TenantId { get; init; } = "";

    /// <summary>Workflow inputs, JSON-shaped.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    /// <summary>Correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Name of the instance.</summary>
    public string? Name { get; init; }

    /// <summary>Instance that starts this one.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Id for the new instance. Starting twice with the same id starts once.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Mode of the instance's flowcharts; the definition's, or the engine's, when absent.</summary>
    public FlowchartMode? Flowcharts { get; init; }

    /// <summary>A certain version instead of the published one.</summary>
    public int? Version { get; init; }

    /// <summary>The activity that starts the instance, when a trigger does.</summary>
    public TriggerStart? Trigger { get; init; }

    /// <summary>Who is told what became of the instance.</summary>
    public ReportTo? ReportTo { get; init; }
}

/// <summary>Resumes one bookmark.</summary>
/// <param name="BookmarkId">The bookmark.</param>
public sealed record ResumeCommand(string BookmarkId) : Command
{
    /// <summary>What comes with it, JSON-shaped.</summary>
    public IReadOnlyDictionary<string, object?> Input { get; init; } = new Dictionary<string, object?>();

    /// <summary>True when time resumes it.</summary>
    public bool IsDue { get; init; }

    /// <summary>Set when a job resumes it.</summary>
    public JobOutcome? Job { get; init; }
}

/// <summary>Cancels an instance.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="Reason">Why; kept in the history.</param>
public sealed record CancelCommand(string InstanceId, string Reason) : Command;

/// <summary>How an operator deals with an incident.</summary>
public enum Resolution
{
    /// <summary>Try again.</summary>
    Retry,

    /// <summary>Go on as if it had been done; the reason is kept.</summary>
    Skip,

    /// <summary>Go on with an answer given by hand.</summary>
    Answer,
}

/// <summary>Deals with an incident.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="IncidentId">The incident.</param>
/// <param name="How">Retry, skip or answer.</param>
/// <param name="Reason">Why; required for skip and answer.</param>
public sealed record ResolveIncident(string InstanceId, string IncidentId, Resolution How, string Reason) : Command
{
    /// <summary>Outcome to leave the activity by; <c>Done</c> when absent.</summary>
    public string? Outcome { get; init; }

    /// <summary>Outputs of the activity, for an answer by hand.</summary>
    public IReadOnlyDictionary<string, object?> Outputs { get; init; } = new Dictionary<string, object?>();
}

/// <summary>How a job ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "job")]
[JsonDerivedType(typeof(Completed), "completed")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(AskAgain), "askAgain")]
public abstract record JobOutcome
{
    private JobOutcome() { }

    /// <summary>The work is done.</summary>
    public sealed record Completed(IReadOnlyList<string> Outcomes, IReadOnlyDictionary<string, object?> Outputs) : JobOutcome
    {
        /// <summary>Port whose child runs first, when the definition has put one there.</summary>
        public string? Port { get; init; }

        /// <summary>The incident that it becomes when the definition goes on neither by an outcome nor by the port.</summary>
        public Refusal? IfUnhandled { get; init; }
    }

    /// <summary>The work cannot be done, or was tried often enough: an incident.</summary>
    public sealed record Failed(string Code, string Message) : JobOutcome;

    /// <summary>No answer yet; the worker asks again later without resuming anything.</summary>
    public sealed record AskAgain(TimeSpan After, string Reason) : JobOutcome;
}

/// <summary>What became of a start.</summary>
/// <param name="InstanceId">The instance; empty when refused.</param>
/// <param name="Status">Coarse status.</param>
/// <param name="SubStatus">Fine status.</param>
/// <param name="Refusal">Set when nothing was started.</param>
public sealed record RunResult(string InstanceId, InstanceStatus Status, InstanceSubStatus SubStatus, Refusal? Refusal);

/// <summary>Runs inside the attempt's scope and transaction, before the engine does. May write rows; a refusal aborts and nothing has changed. Runs again when the attempt is repeated.</summary>
public delegate Task<Refusal?> BeforeRun(IServiceProvider scope, CancellationToken ct);
