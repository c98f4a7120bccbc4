namespace HrBpm.Activities.Signatures;

/// <summary>The signatures that people made in one run of a flow, for steps that count on them.</summary>
public interface IFlowSignatures
{
    /// <summary>Those of the flow with which nothing is wrong, verified just now; what is signed in the present run is among them.</summary>
    /// <param name="instanceId">The flow's instance.</param>
    /// <param name="ct">Cancels.</param>
    Task<IReadOnlyList<FlowSignature>> OfAsync(string instanceId, CancellationToken ct);
}

/// <summary>A signature that counts.</summary>
/// <param name="Id">The signature.</param>
/// <param name="PersonId">Who signed.</param>
/// <param name="Intent">The sentence that the signer was shown and agreed to.</param>
/// <param name="Document">The text that was signed.</param>
public sealed record FlowSignature(Guid Id, Guid PersonId, string Intent, string Document);
