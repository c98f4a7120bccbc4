using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using HrBpm.Workflows;

namespace HrBpm.Activities.DryRuns;

/// <summary>One thing that whoever makes a dry run does. Steps are named by their ids in the definition, so that the same act can be done again in a later version.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Answer), "answer")]
[JsonDerivedType(typeof(MoveClock), "clock")]
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Settle), "settle")]
public abstract record DryAct
{
    private DryAct() { }

    /// <summary>Does a task as the one who has it.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="Verb">What is done, for example <c>approve</c>.</param>
    public sealed record Answer(string Step, string Verb) : DryAct
    {
        /// <summary>Whose task, where several people have the step; the first open one when nobody is named.</summary>
        public Guid? As { get; init; }

        /// <summary>What is filled in.</summary>
        public JsonObject? Answers { get; init; }

        /// <summary>What is written.</summary>
        public string? Comment { get; init; }

        /// <summary>Step to return to, or person to hand on to.</summary>
        public string? To { get; init; }

        /// <summary>Persons who are added as signers, or sent a copy.</summary>
        public IReadOnlyList<Guid> People { get; init; } = [];

        /// <summary>After a return: come straight back.</summary>
        public bool ComesStraightBack { get; init; }
    }

    /// <summary>Moves the clock forward; what becomes due on the way happens at its moment.</summary>
    /// <param name="UntilUtc">To this moment, UTC.</param>
    public sealed record MoveClock(DateTime UntilUtc) : DryAct;

    /// <summary>Answers in the place of another system, or of whatever else a step waits for.</summary>
    /// <param name="Step">The step.</param>
    public sealed record Reply(string Step) : DryAct
    {
        /// <summary>Outcome by which the step is left; <c>Done</c> when absent.</summary>
        public string? Outcome { get; init; }

        /// <summary>What comes: outputs of a connector, or the payload of an event.</summary>
        public JsonObject? Values { get; init; }
    }

    /// <summary>Deals with an incident as an operator would.</summary>
    /// <param name="Step">The step.</param>
    /// <param name="How">Retry, skip or answer.</param>
    public sealed record Settle(string Step, Resolution How) : DryAct
    {
        /// <summary>Outcome by which the step is left.</summary>
        public string? Outcome { get; init; }
    }
}

/// <summary>How a dry run begins.</summary>
/// <param name="AtUtc">The moment on its clock, UTC.</param>
/// <param name="InitiatorId">Whoever starts the flow.</param>
/// <param name="Input">What the flow is started with.</param>
/// <param name="People">The people whom its values name, the sample person among them.</param>
public sealed record DryStart(DateTime AtUtc, Guid InitiatorId, JsonObject Input, IReadOnlyList<DryPerson> People)
{
    /// <summary>Whom rules have found before; they find the same again.</summary>
    public IReadOnlyList<DryFinding> Findings { get; init; } = [];
}
