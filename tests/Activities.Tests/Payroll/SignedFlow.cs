using HrBpm.Activities.Inbox;
using HrBpm.Activities.Signatures;

namespace HrBpm.Activities.Tests.Payroll;

/// <summary>A flow in which people have decided and signed.</summary>
internal sealed class SignedFlow : IFlowSignatures, IInbox
{
    private readonly List<FlowSignature> signatures = [];
    private readonly List<PastTask> tasks = [];

    /// <summary>Somebody ends a task, with or without a signature under it.</summary>
    /// <param name="by">Who does.</param>
    /// <param name="state">How.</param>
    /// <param name="signature">What is signed; null where nothing is.</param>
    /// <param name="atUtc">When.</param>
    public void Close(Guid by, AssignmentState state, FlowSignature? signature, DateTime atUtc)
    {
        if (signature is not null) signatures.Add(signature);
        tasks.Add(new PastTask("step", 1, by.ToString("D"), state, by.ToString("D"), atUtc, null) { SignatureId = signature?.Id });
    }

    /// <summary>A signature of which no task knows.</summary>
    public void AddLoose(FlowSignature signature) => signatures.Add(signature);

    public Task<IReadOnlyList<FlowSignature>> OfAsync(string instanceId, CancellationToken ct) => Task.FromResult<IReadOnlyList<FlowSignature>>(signatures);

    public Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct) => Task.FromResult(new FlowPast(tasks));

    public Task<IReadOnlyList<GivenDecision>> DecisionsOfAsync(string instanceId, string activityId, int round, CancellationToken ct) => throw new NotSupportedException();

    public Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct) => throw new NotSupportedException();

    public Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct) => throw new NotSupportedException();

    public Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct) => throw new NotSupportedException();

    public Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct) => throw new NotSupportedException();

    public Uri LinkTo(string taskId) => throw new NotSupportedException();
}
