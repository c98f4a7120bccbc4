using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows;

/// <summary>A job as it is taken from the store.</summary>
/// <param name="JobId">Unique id.</param>
/// <param name="BookmarkId">The bookmark that its outcome resumes; null when nothing waits.</param>
/// <param name="ActivityType">Type of the activity.</param>
/// <param name="Inputs">Evaluated inputs.</param>
/// <param name="IdempotencyKey">Stable across retries.</param>
/// <param name="InstanceId">The instance that asked.</param>
/// <param name="TenantId">Its owner.</param>
/// <param name="CorrelationId">Its correlation id.</param>
/// <param name="DefinitionId">Its definition.</param>
/// <param name="DefinitionVersion">Number of the definition's version.</param>
/// <param name="Node">Node id that asked.</param>
public sealed record JobWork(string JobId, string? BookmarkId, string ActivityType, IReadOnlyDictionary<string, object?> Inputs, string IdempotencyKey,
    string InstanceId, string TenantId, string? CorrelationId, string DefinitionId, int DefinitionVersion, string Node)
{
    /// <summary>The inputs that have secrets, sealed; null when there are none.</summary>
    public string? Sealed { get; init; }

    /// <summary>False while a failed attempt is followed by another.</summary>
    public bool IsLastAttempt { get; init; } = true;
}

/// <summary>Runs an activity outside of any transaction.</summary>
public sealed class JobRunner(NodeCatalog catalog, TimeProvider time)
{
    /// <summary>Runs one attempt. What the activity throws is thrown: the worker tries again later.</summary>
    /// <param name="work">The job.</param>
    /// <param name="services">Scope of the attempt; the activity's constructor parameters come from it.</param>
    /// <param name="ct">Ends the attempt.</param>
    public async Task<JobOutcome> RunAsync(JobWork work, IServiceProvider services, CancellationToken ct)
    {
        if (catalog.Find(work.ActivityType) is not { Outside: not null } descriptor)
            return new JobOutcome.Failed("definitions.type-unknown", $"Expected '{work.ActivityType}' to be an activity that runs outside, but it is not known as one.");

        var binding = new ActivityBinding(descriptor);
        var activity = binding.Create(services);
        if (SecretInputs.Open(work, services.GetRequiredService<ISecretSeal>) is not { } inputs)
            return new JobOutcome.Failed("jobs.secrets-unreadable", $"Expected the secret inputs of '{work.ActivityType}' to be readable, but the keys that they were sealed with are not here.");
        try
        {
            binding.Fill(activity, inputs);
        }
        catch (ExpressionException e)
        {
            // What did not fit may be the secret itself.
            return new JobOutcome.Failed(e.Code, work.Sealed is null ? e.Message : $"Expected the inputs of '{work.ActivityType}' to fit their types, but one of them, which may be secret, does not.");
        }

        return await activity.RunAsync(new OutsideContext(work, time.GetUtcNow().UtcDateTime), ct) switch
        {
            ActivityResult.Completed completed => new JobOutcome.Completed(completed.Outcomes, binding.Outputs(activity).ToDictionary(o => o.Name, o => o.Value))
            {
                Port = completed.Port,
                IfUnhandled = completed.IfUnhandled,
            },
            ActivityResult.Failed failed => new JobOutcome.Failed(failed.Code, failed.Message),
            ActivityResult.AskAgain again => new JobOutcome.AskAgain(again.After, again.Reason),
            var other => new JobOutcome.Failed("activities.result", $"Expected '{work.ActivityType}' to complete, fail or ask again, but it returned {other.GetType().Name}."),
        };
    }

    private sealed class OutsideContext(JobWork work, DateTime nowUtc) : ActivityContext
    {
        public override string InstanceId => work.InstanceId;

        public override string TenantId => work.TenantId;

        public override string? CorrelationId => work.CorrelationId;

        public override string DefinitionId => work.DefinitionId;

        public override int DefinitionVersion => work.DefinitionVersion;

        public override string ActivityId => work.Node[(work.Node.LastIndexOf(':') + 1)..];

        public override string ActivityName => ActivityId;

        public override string ExecutionId => work.IdempotencyKey;

        public override DateTime NowUtc => nowUtc;

        public override string IdempotencyKey => work.IdempotencyKey;

        public override bool IsLastAttempt => work.IsLastAttempt;

        public override IReadOnlyDictionary<string, object?> WorkflowInput => throw NotOutside();

        public override IReadOnlyList<EarlierStep> EarlierSteps => [];

        public override bool IsRevisit => false;

        public override string Actor => "";

        public override string Initiator => "";

        public override object? GetVariable(string name) => throw NotOutside();

        public override void SetVariable(string name, object? value) => throw NotOutside();

        public override T? GetState<T>() where T : default => throw NotOutside();

        public override void SetState<T>(T state) => throw NotOutside();

        public override NewBookmark Bookmark(string name, object? payload, DateTime? dueUtc) => throw NotOutside();

        public override void RunInBackground(string activityType, IReadOnlyDictionary<string, object?> inputs) => throw NotOutside();

        private InvalidOperationException NotOutside() => new($"Expected {work.ActivityType} to use its inputs and outputs only, because it runs outside of the instance, but it asked for the instance's state.");
    }
}
