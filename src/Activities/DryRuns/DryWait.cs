using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows;

namespace HrBpm.Activities.DryRuns;

/// <summary>Something that a dry run waits for.</summary>
/// <param name="Step">The step, by its id in the definition.</param>
/// <param name="Name">Its name.</param>
/// <param name="DueUtc">When time itself goes on, or by when it should be done.</param>
public abstract record DryWait(string Step, string Name, DateTime? DueUtc)
{
    /// <summary>A person.</summary>
    /// <param name="Who">Who has it.</param>
    /// <param name="Ask">What is asked for.</param>
    /// <param name="Sample">Answers that fit the form.</param>
    public sealed record OfPerson(string Step, string Name, DateTime? DueUtc, DryPerson Who, TaskAsk Ask, JsonObject Sample) : DryWait(Step, Name, DueUtc)
    {
        /// <summary>What may be done with it now: nothing while it waits for a delegate, or for those who sign first.</summary>
        public IReadOnlyList<string> Allowed { get; init; } = [];

        /// <summary>How the person has come to have it.</summary>
        public AssignmentOrigin Origin { get; init; }

        /// <summary>Signers whom the person has added and who have not decided yet.</summary>
        public IReadOnlyList<DryPerson> Added { get; init; } = [];

        /// <summary>The verb that agrees or completes.</summary>
        public string MainVerb => Ask.Kind == TaskKind.Approval ? TaskVerbs.Approve : TaskVerbs.Complete;
    }

    /// <summary>A moment.</summary>
    public sealed record OfTime(string Step, string Name, DateTime? DueUtc) : DryWait(Step, Name, DueUtc);

    /// <summary>Another system, which a dry run never calls.</summary>
    /// <param name="Type">Type of the activity.</param>
    /// <param name="Inputs">What it would be called with.</param>
    /// <param name="Outcomes">The outcomes by which it can be left.</param>
    /// <param name="Sample">A result that fits its outputs.</param>
    public sealed record OfSystem(string Step, string Name, string Type, JsonObject Inputs, IReadOnlyList<string> Outcomes, JsonObject Sample) : DryWait(Step, Name, null);

    /// <summary>An event, a request, or another flow.</summary>
    /// <param name="What">Name of what is waited for.</param>
    public sealed record OfEvent(string Step, string Name, string What) : DryWait(Step, Name, null);

    /// <summary>An operator.</summary>
    /// <param name="Why">What is wrong.</param>
    public sealed record OfOperator(string Step, string Name, Incident Why) : DryWait(Step, Name, null);
}
