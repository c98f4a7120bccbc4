namespace HrBpm.Workflows.Authoring;

/// <summary>One kind of step in a flow. An instance of the class lives for one visit: its <see cref="InputAttribute">inputs</see> are filled before <see cref="RunAsync"/>.</summary>
/// <remarks>
/// Constructor parameters come from the scope of the run, so what a port writes commits together with the workflow state.
/// Inputs are evaluated anew when a bookmark resumes; what must survive a wait goes into <see cref="ActivityContext.SetState"/>.
/// </remarks>
public abstract class Activity
{
    /// <summary>Does the activity's work, up to its end or to the first thing it has to wait for.</summary>
    public abstract Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct);

    /// <summary>Goes on after one of the activity's bookmarks was resumed. Unless overridden, the activity is complete.</summary>
    public virtual Task<ActivityResult> ResumeAsync(ActivityContext context, Resumption resumption, CancellationToken ct) => Task.FromResult(Done());

    /// <summary>Withdraws what the activity put into the world (inbox rows), because the flow ended it before it was complete. Runs in the same transaction.</summary>
    public virtual Task CancelAsync(ActivityContext context, CancellationToken ct) => Task.CompletedTask;

    /// <summary>The activity is complete.</summary>
    protected static ActivityResult Done(params string[] outcomes) => new ActivityResult.Completed(outcomes);

    /// <summary>The activity waits for these bookmarks as well.</summary>
    protected static ActivityResult WaitFor(params NewBookmark[] bookmarks) => new ActivityResult.Waiting(bookmarks, []);

    /// <summary>The activity goes on waiting for the bookmarks that it has left.</summary>
    protected static ActivityResult KeepWaiting() => new ActivityResult.Waiting([], []);

    /// <summary>The activity cannot be done; <paramref name="message"/> says what was expected and what came.</summary>
    protected static ActivityResult Fail(string code, string message) => new ActivityResult.Failed(code, message);

    /// <summary>The flow goes back to an earlier activity; <paramref name="because"/> says what is wrong with what came from there.</summary>
    protected static ActivityResult GoBack(string activityId, bool comeStraightBack, Refusal? because = null) => new ActivityResult.GoneBack(activityId, comeStraightBack, because);

    /// <summary>What came with the resumption cannot be taken: nothing changes.</summary>
    protected static ActivityResult Refuse(Refusal because) => new ActivityResult.Refused(because);

    /// <summary>Only for <see cref="RunsOutsideAttribute"/>: asks again after a while.</summary>
    protected static ActivityResult AskAgain(TimeSpan after, string reason) => new ActivityResult.AskAgain(after, reason);
}
