using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>What the answers of a form have to satisfy beyond the form itself, by the rules of what they are about.</summary>
public interface IAnswerCheck
{
    /// <summary>By this name a step asks for it, for example <c>offboarding</c>.</summary>
    string Name { get; }

    /// <summary>Why these answers cannot stand in the flow of this context; null when they can.</summary>
    Task<Refusal?> WhyNotAsync(ActivityContext context, IReadOnlyDictionary<string, object?> answers, CancellationToken ct);
}
