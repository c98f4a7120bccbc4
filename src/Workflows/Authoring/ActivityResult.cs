namespace HrBpm.Workflows.Authoring;

/// <summary>What an activity asks the engine to do next. Closed: the engine switches over it once.</summary>
public abstract record ActivityResult
{
    private ActivityResult() { }

    /// <summary>The activity is complete and is left by these outcomes (<c>Done</c> when empty).</summary>
    public sealed record Completed(IReadOnlyList<string> Outcomes) : ActivityResult
    {
        /// <summary>Port whose child runs first, when the definition has put one there.</summary>
        public string? Port { get; init; }

        /// <summary>The incident that it becomes when the definition goes on neither by an outcome nor by the port. Null: then that is how the flow is meant.</summary>
        public Refusal? IfUnhandled { get; init; }
    }

    /// <summary>The activity waits for its bookmarks: those it already has, plus <paramref name="New"/>, less <paramref name="Dropped"/> (bookmark ids).</summary>
    public sealed record Waiting(IReadOnlyList<NewBookmark> New, IReadOnlyList<string> Dropped) : ActivityResult;

    /// <summary>The activity cannot be done: it becomes an incident with this stable code.</summary>
    public sealed record Failed(string Code, string Message) : ActivityResult;

    /// <summary>The flow goes back to an earlier activity of the same flowchart. What lies between is undone, unless the flow comes straight back here afterwards.</summary>
    /// <param name="ActivityId">The earlier activity.</param>
    /// <param name="ComesStraightBack">What lies between is not walked again.</param>
    /// <param name="Because">What is wrong with what came from there. When somebody has just answered that very activity, the run is given up and they are told this; else the activity is visited again and shows it.</param>
    public sealed record GoneBack(string ActivityId, bool ComesStraightBack, Refusal? Because = null) : ActivityResult;

    /// <summary>What came with the resumption cannot be taken: the run is given up, nothing changes, and whoever resumed is told why.</summary>
    public sealed record Refused(Refusal Because) : ActivityResult;

    /// <summary>Only for an activity that runs outside: the answer is not there yet, ask again later. Not a failure, so it uses up no attempt.</summary>
    public sealed record AskAgain(TimeSpan After, string Reason) : ActivityResult;
}

/// <summary>Something that an activity waits for. A bookmark is used once.</summary>
/// <param name="Id">Unique id, from <see cref="ActivityContext.Bookmark"/>.</param>
/// <param name="Name">What kind of thing is waited for, for example <c>HrBpm.Task</c> or <c>Elsa.Event</c>.</param>
/// <param name="Payload">Data that identifies the stimulus; JSON-shaped.</param>
/// <param name="DueUtc">When set, time itself resumes the bookmark at this moment.</param>
public sealed record NewBookmark(string Id, string Name, object? Payload, DateTime? DueUtc);

/// <summary>One bookmark of an activity was resumed.</summary>
/// <param name="BookmarkId">The bookmark, which is used up by now.</param>
/// <param name="Name">Its name.</param>
/// <param name="Payload">The payload that it was made with.</param>
/// <param name="IsDue">True when time resumed it.</param>
/// <param name="Input">What came with the resumption; JSON-shaped.</param>
public sealed record Resumption(string BookmarkId, string Name, object? Payload, bool IsDue, IReadOnlyDictionary<string, object?> Input);
