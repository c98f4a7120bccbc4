namespace HrBpm.Workflows;

/// <summary>Where an instance's parent waits to be told what became of it.</summary>
/// <param name="BookmarkId">The parent's bookmark.</param>
/// <param name="WhenItRests">True when the parent wants to know as soon as every branch of the instance waits, not only when it has ended.</param>
public sealed record ReportTo(string BookmarkId, bool WhenItRests)
{
    internal bool WantsToKnow(Instance instance) => instance.Status == InstanceStatus.Finished || WhenItRests && instance.SubStatus == InstanceSubStatus.Suspended;
}

/// <summary>What a parent is told of its child.</summary>
internal static class ChildReport
{
    public static Dictionary<string, object?> Of(Instance child) => new()
    {
        ["WorkflowInstanceId"] = child.Id,
        ["Status"] = child.Status.ToString(),
        ["SubStatus"] = child.SubStatus.ToString(),
        ["Output"] = new Dictionary<string, object?>(child.Output),
    };
}
