using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

/// <summary>A visit of a job: connectors only look at its idempotency key.</summary>
internal sealed class Visit : ActivityContext
{
    public override string InstanceId => "wf-1";
    public override string TenantId => "";
    public override string? CorrelationId => null;
    public override string DefinitionId => "offboarding";
    public override int DefinitionVersion => 1;
    public override string ActivityId => "call";
    public override string ActivityName => "call";
    public override string ExecutionId => "visit-7";
    public override DateTime NowUtc => new(2026, 9, 30, 10, 0, 0, DateTimeKind.Utc);
    public override string IdempotencyKey => "wf-1:visit-7";
    public override IReadOnlyDictionary<string, object?> WorkflowInput => new Dictionary<string, object?>();
    public override IReadOnlyList<EarlierStep> EarlierSteps => [];
    public override bool IsRevisit => false;
    public override string Actor => "";

    public override string Initiator => "";
    public override object? GetVariable(string name) => null;
    public override void SetVariable(string name, object? value) => throw new NotSupportedException("A job sets no variables.");
    public override T? GetState<T>() where T : default => default;
    public override void SetState<T>(T state) => throw new NotSupportedException("A job keeps no state.");
    public override NewBookmark Bookmark(string name, object? payload = null, DateTime? dueUtc = null) => throw new NotSupportedException("A job waits for nothing.");
    public override void RunInBackground(string activityType, IReadOnlyDictionary<string, object?> inputs) => throw new NotSupportedException("A job starts no job.");
}
