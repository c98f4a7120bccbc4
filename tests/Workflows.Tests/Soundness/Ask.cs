using HrBpm.Workflows.Authoring;

namespace HrBpm.Workflows.Tests.Soundness;

/// <summary>A step that waits for an answer and is left by it.</summary>
[Activity("Test.Ask", "提问")]
[Outcomes("Yes", "No")]
internal sealed class Ask : Activity
{
    public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(WaitFor(context.Bookmark("Test.Ask")));

    public override Task<ActivityResult> ResumeAsync(ActivityContext context, Resumption resumption, CancellationToken ct) =>
        Task.FromResult(Done((string)resumption.Input["answer"]!));
}
