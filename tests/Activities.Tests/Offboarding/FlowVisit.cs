using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Offboarding;

/// <summary>A visit in a run of the flow: remembers what was asked for in the background.</summary>
internal sealed class FlowVisit(Guid caseId, Guid companyId, DateTime nowUtc, string initiator = "hr") : ActivityContext
{
    public List<(string Type, IReadOnlyDictionary<string, object?> Inputs)> Background { get; } = [];

    public override string InstanceId => caseId.ToString("D");
    public override string TenantId => companyId.ToString("D");
    public override string? CorrelationId => InstanceId;
    public override string DefinitionId => "offboarding-standard";
    public override int DefinitionVersion => 1;
    public override string ActivityId => "node";
    public override string ActivityName => "node";
    public override string ExecutionId => "visit-1";
    public override DateTime NowUtc => nowUtc;
    public override string IdempotencyKey => "visit-1";
    public override IReadOnlyDictionary<string, object?> WorkflowInput => new Dictionary<string, object?>();
    public override IReadOnlyList<EarlierStep> EarlierSteps => [];
    public override bool IsRevisit => false;
    public override string Actor => "hr";
    public override string Initiator => initiator;
    public override object? GetVariable(string name) => null;
    public override void SetVariable(string name, object? value) => throw new NotSupportedException();
    public override T? GetState<T>() where T : default => default;
    public override void SetState<T>(T state) => throw new NotSupportedException();
    public override NewBookmark Bookmark(string name, object? payload = null, DateTime? dueUtc = null) => throw new NotSupportedException();
    public override void RunInBackground(string activityType, IReadOnlyDictionary<string, object?> inputs) => Background.Add((activityType, inputs));
}
