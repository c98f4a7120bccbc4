using HrBpm.Workflows.Definitions;

namespace HrBpm.Workflows;

/// <summary>Where it is looked up whether an instance runs already. Scoped: joins the attempt of the start.</summary>
public interface IActivationStore
{
    /// <summary>A running instance that forbids the start; null when there is none. Whoever asks the same holds the answer until the attempt ends, so that of two starts at once only one is allowed.</summary>
    Task<string?> FindRunningAsync(ActivationClaim claim, CancellationToken ct);
}

/// <summary>An instance wants to be the only running one of its kind.</summary>
/// <param name="TenantId">Owner.</param>
/// <param name="DefinitionId">Only instances of this definition count; null for all.</param>
/// <param name="HasCorrelation">True when only instances of that correlation id count.</param>
/// <param name="CorrelationId">The correlation id, if only that counts.</param>
public sealed record ActivationClaim(string TenantId, string? DefinitionId, bool HasCorrelation, string? CorrelationId)
{
    /// <summary>True when this instance forbids the start.</summary>
    public bool IsMetBy(Instance other) => other.Status == InstanceStatus.Running && other.TenantId == TenantId
        && (DefinitionId is null || other.DefinitionId == DefinitionId) && (!HasCorrelation || other.CorrelationId == CorrelationId);

    /// <summary>The claim that a definition's activation strategy makes for a start; null when it may always start.</summary>
    internal static ActivationClaim? Of(WorkflowDefinition definition, StartCommand start) => definition.ActivationStrategy switch
    {
        "SingletonStrategy" => new(start.TenantId, definition.DefinitionId, HasCorrelation: false, null),
        "CorrelatedSingletonStrategy" => new(start.TenantId, definition.DefinitionId, HasCorrelation: true, start.CorrelationId),
        // Without a correlation id there is nothing that two instances could have in common.
        "CorrelationStrategy" when start.CorrelationId is not null => new(start.TenantId, null, HasCorrelation: true, start.CorrelationId),
        _ => null,
    };
}
