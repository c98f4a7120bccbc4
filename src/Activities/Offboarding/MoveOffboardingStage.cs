using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Offboarding;

/// <summary>Moves the case to its next stage, for boards.</summary>
[Activity("HrBpm.MoveOffboardingStage", "推进离职单阶段", Category = "离职", Icon = "flag", Description = "把离职单推进到指定阶段。")]
public sealed class MoveOffboardingStage(IOffboarding offboarding) : Activity
{
    /// <summary>The case.</summary>
    [Input("离职单编号")]
    public Guid CaseId { get; init; }

    /// <summary>The stage.</summary>
    [Input("阶段", UIHint = "dropdown", Options = ["Inheritance", "Settlement", "Signing"])]
    public OffboardingStage Stage { get; init; }

    /// <inheritdoc />
    public override async Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) =>
        await offboarding.MoveToAsync(CaseId, Stage, null, context.NowUtc, ct) is { } refusal ? Fail(refusal.Code, refusal.Message) : Done();
}
