namespace HrBpm.Activities.Inbox;

/// <summary>People's inboxes. What is written joins the transaction of the run, so a task is there exactly when the flow waits for it.</summary>
public interface IInbox
{
    /// <summary>Number of the round that a new visit to this step begins: 1 for the first.</summary>
    Task<int> NextRoundAsync(string instanceId, string activityId, CancellationToken ct);

    /// <summary>Puts a task before a person, or keeps it for its owner while a delegate answers.</summary>
    Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct);

    /// <summary>The task goes on with another state, bookmark or owner.</summary>
    Task ChangeAsync(Assignment task, CancellationToken ct);

    /// <summary>The task is over.</summary>
    Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct);

    /// <summary>Address of the task's page, for messages.</summary>
    Uri LinkTo(string taskId);
}

/// <summary>What happened when a task ended.</summary>
/// <param name="Verb">Verb that ended it; <c>cancel</c> when the flow was ended from outside.</param>
/// <param name="Act">What the person did and wrote, when it was this task that was acted on; null when it was taken back.</param>
/// <param name="Attachments">Ids of the attachments that were given with it.</param>
public sealed record TaskEnd(string Verb, TaskCommand? Act, IReadOnlyList<string> Attachments);
