using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Inbox.AnswerFiles;
using HrBpm.Workflows;

namespace HrBpm.Server.Features.Inbox;

/// <summary>Why something cannot be done with a task: what can be said before the run.</summary>
internal sealed class CheckAct(AppDbContext db, IOrg org, CheckAnswerFiles files, TimeProvider clock)
{
    private const int LongestComment = 4_000;

    /// <summary>Null when it can be tried. Where it is fine, a return has its target resolved to an activity id.</summary>
    public async Task<(TaskAct Act, Refusal? Refusal)> BeforeAsync(TaskAct act, CancellationToken ct)
    {
        var refusal = await CheckNow.WhyNotAsync(db, act, clock.GetUtcNow().UtcDateTime, ct) ?? WhyNotContent(act) ?? WhyNotSignature(act) ?? await WhyNotRecipientAsync(act, ct);
        if (refusal is not null) return (act, refusal);
        if (act.Command.Answers is { } answers && AnswerPlace.Of(act.Task) is { Form.Count: > 0 } place)
        {
            var (known, unfit) = await files.RunAsync(place, FormReading.Complete(place.Form, answers), Guid.Parse(act.Command.By), ct);
            if (unfit is not null) return (act, unfit);
            act = act with { Files = known!.Files, Command = act.Command with { Answers = known.Answers } };
        }

        var (activityId, unknown) = ReturnTarget.Of(act.Command, TaskJson.EarlierSteps(act.Task), TaskJson.Terms(act.Task));
        return (activityId is null ? act : act with { Command = act.Command with { To = activityId } }, unknown);
    }

    private static Refusal? WhyNotContent(TaskAct act) => act.Command.Comment?.Length > LongestComment
        ? new("tasks.comment.invalid", $"Expected a comment of at most {LongestComment} characters, but it has {act.Command.Comment.Length}.")
        : act.Command.Verb is TaskVerbs.Approve or TaskVerbs.Reject or TaskVerbs.Complete or TaskVerbs.Save
            ? FormCheck.WhyNot(TaskJson.Form(act.Task), act.Command.Answers, act.Decides)
            : null;

    private static Refusal? WhyNotSignature(TaskAct act) => (act.MustSign, act.Signature) switch
    {
        (true, null) => new("tasks.signature.invalid", "Expected a signature with the password and the intent that was shown, but there is none."),
        (true, { } given) when given.IntentShown != act.Task.Intent =>
            new("tasks.signature.invalid", "Expected the intent that was shown to be the one that the task states, but it is another."),
        (false, not null) => new("tasks.signature.invalid", $"Expected no signature for '{act.Command.Verb}' on this task, but there is one."),
        _ => null,
    };

    private async Task<Refusal?> WhyNotRecipientAsync(TaskAct act, CancellationToken ct)
    {
        IReadOnlyList<string> people = act.Command is { Verb: TaskVerbs.Transfer or TaskVerbs.Delegate, To: { } to } ? [to] : act.Command.People;
        foreach (var person in people)
            if (await WhyNotRecipientAsync(person, act.Task.ConcerningId, ct) is { } unfit) return unfit;
        return null;
    }

    /// <summary>Why a task cannot be handed to this person; null when it can.</summary>
    /// <param name="to">Person id as text.</param>
    /// <param name="concerning">Whom the case is about: not somebody who may clear it.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<Refusal?> WhyNotRecipientAsync(string to, Guid? concerning, CancellationToken ct)
    {
        if (!Guid.TryParse(to, out var id) || await org.FindAsync(id, ct) is not { } person)
            return new("tasks.recipient.invalid", $"Expected the id of a person, but there is nobody with '{to}'.");
        if (!person.IsActive) return new("tasks.recipient.invalid", $"Expected somebody who is employed, but {person.Name} has left.");
        return person.Id == concerning
            ? new("tasks.recipient.invalid", $"Expected somebody other than {person.Name}, whom the case is about.")
            : null;
    }
}
