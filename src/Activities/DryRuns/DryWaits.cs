using System.Text.Json;
using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Nodes;
using HrBpm.Workflows.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.DryRuns;

/// <summary>Reads what a dry run waits for, and finds the bookmark that an act means.</summary>
internal sealed class DryWaits(IServiceProvider services, Graph graph, InMemoryWorkflows kept, DryBook book, DryFound found)
{
    private readonly List<(Bookmark Bookmark, DryWait Wait)> open = [];
    private readonly DryOrg org = found.Org;
    private IReadOnlyList<Incident> incidents = [];
    private IReadOnlyDictionary<int, Execution> executions = new Dictionary<int, Execution>();

    public IReadOnlyList<DryWait> Of(Instance instance, DateTime nowUtc, Guid person)
    {
        open.Clear();
        foreach (var bookmark in instance.Bookmarks.Values)
            if (WaitOf(bookmark, instance.Executions[bookmark.Execution], nowUtc, person) is { } wait) open.Add((bookmark, wait));
        executions = instance.Executions;
        incidents = [.. instance.Incidents.Where(incident => incident.IsOpen)];
        return [.. open.Select(each => each.Wait), .. incidents.Select(incident => new DryWait.OfOperator(DryPath.StepOf(incident.Node), NameOf(incident.Node), incident))];
    }

    public Incident? IncidentAt(string step) => incidents.FirstOrDefault(incident => DryPath.StepOf(incident.Node) == step);

    public async Task<(ResumeCommand? Command, Refusal? Refusal)> CommandOfAsync(DryAct.Answer answer, DateTime nowUtc)
    {
        var tasks = open.Where(each => each.Wait is DryWait.OfPerson && each.Wait.Step == answer.Step).ToList();
        if (tasks.Count == 0) return (null, null);
        var (bookmark, wait) = tasks.Find(each => ((DryWait.OfPerson)each.Wait).Who.Id == answer.As) is { Bookmark: not null } own ? own
            : tasks.Find(each => ((DryWait.OfPerson)each.Wait).Allowed.Contains(answer.Verb)) is { Bookmark: not null } able ? able : tasks[0];
        var task = (DryWait.OfPerson)wait;
        if (!task.Ask.Actions.Contains(answer.Verb))
            return (null, new("dry-run.verb.not-offered", $"Expected one of the actions of step '{task.Name}' ({string.Join(", ", task.Ask.Actions)}), but got '{answer.Verb}'."));
        var answers = Values.FromJson(answer.Answers) as IReadOnlyDictionary<string, object?>;
        if (FormCheck.WhyNot(task.Ask.Form, answers, answer.Verb == task.MainVerb) is { } unfit) return (null, unfit);
        var command = new TaskCommand
        {
            Verb = answer.Verb, By = task.Who.Id.ToString("D"), Comment = answer.Comment, To = answer.To, Answers = answers, ComesStraightBack = answer.ComesStraightBack, TaskId = TaskIdOf(bookmark),
            People = [.. answer.People.Select(person => person.ToString("D"))], SignatureId = task.Ask.NeedsSignature && answer.Verb == task.MainVerb ? $"sample-{answer.Step}" : null,
        };
        if (ReturnTarget.Of(command, task.Ask.EarlierSteps, task.Ask.Terms).Refusal is { } nowhere) return (null, nowhere);
        // The same table as the inbox asks: a step does nothing with what it refuses.
        if (await WhyNotRecipientAsync(command, task.Ask.Concerning) is { } recipient) return (null, recipient);
        if (StepOf(executions[bookmark.Execution]) is { } step && TaskVerbs.WhyNot(step, command, nowUtc, id => Guid.TryParse(id, out var person) ? org.Known(person)?.Name ?? id : id) is { } refused) return (null, refused);
        return (new ResumeCommand(bookmark.Id) { Input = TaskInput.Of(command), Actor = command.By }, null);
    }

    public ResumeCommand? CommandOf(DryAct.Reply reply)
    {
        var (bookmark, wait) = open.Find(each => each.Wait.Step == reply.Step && each.Wait is DryWait.OfSystem or DryWait.OfEvent && each.Wait.Step == reply.Step);
        var values = Values.FromJson(reply.Values) as Dictionary<string, object?> ?? [];
        return wait switch
        {
            DryWait.OfSystem => new ResumeCommand(bookmark.Id) { Job = new JobOutcome.Completed(reply.Outcome is { Length: > 0 } and not "Done" ? [reply.Outcome] : [], values) },
            DryWait.OfEvent => new ResumeCommand(bookmark.Id) { Input = values },
            _ => null,
        };
    }

    private DryWait? WaitOf(Bookmark bookmark, Execution visit, DateTime nowUtc, Guid person)
    {
        var (step, name) = (DryPath.StepOf(visit.Node), NameOf(visit.Node));
        if (bookmark.Name == HumanStep.TaskBookmark) return TaskOf(bookmark, visit, step, name, nowUtc, person);
        if (kept.Jobs.LastOrDefault(job => job.BookmarkId == bookmark.Id) is { } job) return SystemOf(job, step, name);
        // Reminders and escalations of a task are moments, but not what the flow waits for.
        if (bookmark.DueUtc is { } due) return bookmark.Name.StartsWith("HrBpm.", StringComparison.Ordinal) && bookmark.Name is HumanStep.RemindBookmark or HumanStep.EscalateBookmark or HumanStep.AdvanceBookmark ? null : new DryWait.OfTime(step, name, due);
        return new DryWait.OfEvent(step, name, bookmark.Name);
    }

    private DryWait.OfPerson? TaskOf(Bookmark bookmark, Execution visit, string step, string name, DateTime nowUtc, Guid person)
    {
        if (TaskIdOf(bookmark) is not { } id || !book.Committed.Tasks.TryGetValue(id, out var known)) return null;
        var (who, set) = (Guid.Parse(known.Task.AssigneeId), StepOf(visit));
        return new(step, name, known.Task.DueUtc ?? known.Ask.DueUtc, found.PersonAt(step, who, known.Task.Origin), known.Ask, DrySamples.Answers(known.Ask, nowUtc, person, org.HoursOf(who)))
        {
            Origin = known.Task.Origin,
            Allowed = set?.Find(id) is { } task ? TaskVerbs.AllowedOn(set, task) : known.Ask.Actions,
            Added = set is null ? [] : [.. set.Assignments.Where(each => each.IsUndone && each.Origin == AssignmentOrigin.Added && each.AddedTo == known.Task.Voice && each.Seat == known.Task.Seat).Select(each => org.Known(Guid.Parse(each.AssigneeId))).OfType<DryPerson>()],
        };
    }

    // As the inbox does before it asks the step.
    private async Task<Refusal?> WhyNotRecipientAsync(TaskCommand command, Guid? concerning)
    {
        IReadOnlyList<string> people = command is { Verb: TaskVerbs.Transfer or TaskVerbs.Delegate, To: { } to } ? [to] : command.People;
        foreach (var person in people)
        {
            if (!Guid.TryParse(person, out var id) || await org.FindAsync(id, CancellationToken.None) is not { } found)
                return new("tasks.recipient.invalid", $"Expected the id of a person, but there is nobody with '{person}'.");
            if (!found.IsActive) return new("tasks.recipient.invalid", $"Expected somebody who is employed, but {found.Name} has left.");
            if (id == concerning) return new("tasks.recipient.invalid", $"Expected somebody other than {found.Name}, whom the case is about.");
        }

        return null;
    }

    private static string? TaskIdOf(Bookmark bookmark) => (bookmark.Payload as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("taskId") as string;

    private static TaskSet? StepOf(Execution visit) => visit.State is { } json ? JsonSerializer.Deserialize<StepState>(json, JsonSerializerOptions.Web)?.Tasks : null;

    private DryWait.OfSystem SystemOf(JobWork job, string step, string name)
    {
        var activity = services.GetRequiredService<NodeCatalog>().Find(job.ActivityType)!;
        var declared = graph.Nodes.GetValueOrDefault(job.Node)?.Inputs.Keys ?? [];
        // What an activity adds from a list of its inputs can only be told from what it was called with.
        var listed = activity.OutcomesFrom is { } list && Values.Bind(job.Inputs.GetValueOrDefault(list), typeof(List<object?>)) is List<object?> many ? many.Select(each => Values.ToJson(each)?.ToString() ?? "") : [];
        var outcomes = activity.OutcomesWith(declared).ToList();
        return new(step, name, job.ActivityType, (JsonObject)Values.ToJson(job.Inputs)!, [.. listed.Concat(outcomes).DefaultIfEmpty("Done").Distinct()], DrySamples.Result(activity, job.Inputs));
    }

    private string NameOf(string path) => graph.Nodes.GetValueOrDefault(path)?.DisplayName ?? DryPath.StepOf(path);
}
