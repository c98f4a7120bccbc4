using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>What a step asks of its assignees: everything that a task's page shows.</summary>
public sealed record TaskAsk
{
    /// <summary>The flow.</summary>
    public required string InstanceId { get; init; }

    /// <summary>Owner of the flow: the company's id.</summary>
    public required string CompanyId { get; init; }

    /// <summary>The flow's correlation id.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>Logical id of the flow's definition.</summary>
    public required string DefinitionId { get; init; }

    /// <summary>The step's id in the definition.</summary>
    public required string ActivityId { get; init; }

    /// <summary>The step's name.</summary>
    public required string ActivityName { get; init; }

    /// <summary>This visit to the step.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Yes or no, or something to do.</summary>
    public required TaskKind Kind { get; init; }

    /// <summary>Whose decision counts.</summary>
    public TaskMode Mode { get; init; }

    /// <summary>Verbs that are offered.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>One line.</summary>
    public required string Title { get; init; }

    /// <summary>What to do and what to look at.</summary>
    public string? Instruction { get; init; }

    /// <summary>What was wrong with what was handed in before, when that is why the flow came back.</summary>
    public Refusal? CameBackBecause { get; init; }

    /// <summary>Person whom the case is about.</summary>
    public Guid? Concerning { get; init; }

    /// <summary>Person who started the flow.</summary>
    public Guid? Initiator { get; init; }

    /// <summary>What is to be filled in.</summary>
    public IReadOnlyList<FormField> Form { get; init; } = [];

    /// <summary>What is shown beside it; JSON-shaped.</summary>
    public object? Data { get; init; }

    /// <summary>The exact text that is signed.</summary>
    public string? Document { get; init; }

    /// <summary>The sentence that a signer agrees to.</summary>
    public string? Intent { get; init; }

    /// <summary>Agreeing takes a signature.</summary>
    public bool NeedsSignature { get; init; }

    /// <summary>Stage of the case, for boards.</summary>
    public string? Stage { get; init; }

    /// <summary>When it opened.</summary>
    public DateTime OpenedAtUtc { get; init; }

    /// <summary>By when it should be done.</summary>
    public DateTime? DueUtc { get; init; }

    /// <summary>When its assignees are reminded.</summary>
    public DateTime? RemindUtc { get; init; }

    /// <summary>What holds for the step whoever has it.</summary>
    public StepTerms Terms { get; init; } = new();

    /// <summary>The steps to which it can be returned, newest last.</summary>
    public IReadOnlyList<EarlierStep> EarlierSteps { get; init; } = [];
}
