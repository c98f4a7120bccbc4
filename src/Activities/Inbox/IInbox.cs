namespace HrBpm.Activities.Inbox;

/// <summary>People's inboxes. What is written joins the transaction of the run, so a task is there exactly when the flow waits for it.</summary>
public interface IInbox
{
    /// <summary>What people have done in this flow so far, the present run included.</summary>
    Task<FlowPast> PastOfAsync(string instanceId, CancellationToken ct);

    /// <summary>The decisions that people gave at one visit to a step, in the order in which they got their tasks.</summary>
    Task<IReadOnlyList<GivenDecision>> DecisionsOfAsync(string instanceId, string activityId, int round, CancellationToken ct);

    /// <summary>Puts a task before a person, or keeps it until the person's turn comes.</summary>
    Task OpenAsync(Assignment task, TaskAsk ask, CancellationToken ct);

    /// <summary>The task goes on with another state, bookmark or owner.</summary>
    Task ChangeAsync(Assignment task, DateTime nowUtc, CancellationToken ct);

    /// <summary>The task is over.</summary>
    Task CloseAsync(Assignment task, TaskEnd ending, CancellationToken ct);

    /// <summary>Sends a copy of the step, of which this task is one.</summary>
    Task CopyAsync(TaskCopy copy, TaskAsk ask, CancellationToken ct);

    /// <summary>Address of the task's page, for messages.</summary>
    Uri LinkTo(string taskId);
}

/// <summary>What happened when a task ended.</summary>
/// <param name="Verb">Verb that ended it; <c>cancel</c> when the flow was ended from outside.</param>
/// <param name="Act">What the person did and wrote, when it was this task that was acted on; null when it was taken back.</param>
/// <param name="Attachments">Ids of the attachments that were given with it.</param>
public sealed record TaskEnd(string Verb, TaskCommand? Act, IReadOnlyList<string> Attachments);
