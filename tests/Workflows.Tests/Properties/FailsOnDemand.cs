using HrBpm.Workflows.Authoring;

namespace HrBpm.Workflows.Tests.Properties;

/// <summary>A step that waits for an answer; the answer <c>Fail</c> makes it an incident.</summary>
[Activity("Test.FailsOnDemand", "可失败")]
[Outcomes("Yes", "No")]
internal sealed class FailsOnDemand : Activity
{
    public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct) => Task.FromResult(WaitFor(context.Bookmark("Test.FailsOnDemand")));

    public override Task<ActivityResult> ResumeAsync(ActivityContext context, Resumption resumption, CancellationToken ct) =>
        Task.FromResult((string)resumption.Input["answer"]! is "Fail" ? Fail("test.failed", "Expected to succeed, but was asked to fail.") : Done((string)resumption.Input["answer"]!));
}
