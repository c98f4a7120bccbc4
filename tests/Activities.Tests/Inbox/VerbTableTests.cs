using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.TaskSetSituations;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Walks the table of verbs: every verb, by every way of coming in, in every state of a task.</summary>
public sealed class VerbTableTests
{
    public static TheoryData<string, TaskVia> Walk()
    {
        var data = new TheoryData<string, TaskVia>();
        foreach (var row in TaskVerbs.All.Where(row => row.When.Count > 0))
            foreach (var via in Enum.GetValues<TaskVia>())
                data.Add(row.Verb, via);
        return data;
    }

    [Theory, MemberData(nameof(Walk))]
    public void A_verb_is_done_exactly_when_its_row_says_so(string verb, TaskVia via)
    {
        var row = TaskVerbs.All.Single(row => row.Verb == verb);
        foreach (var (kind, mode, state) in Situations)
        {
            var before = InState(kind, mode, state, verb);

            var (after, refusal) = TaskVerbs.Do(before, CommandOf(verb, via), Moment("n"));

            var situation = $"{verb} by {via} of a task of {kind} {mode} that is {state}";
            if (row.WhoMay.HasFlag(ActorOf(via)) && row.When.Contains(state) && row.Kinds.Contains(kind) && (!row.IsForCandidates || mode == TaskMode.Any))
            {
                refusal.ShouldBeNull(situation);
                after.Find("t1")!.State.ShouldBe(row.LeavesTaskAs!.Value, situation);
                if (verb != TaskVerbs.Save) after.Entries[^1].Verb.ShouldBe(verb);
            }
            else
            {
                refusal.ShouldNotBeNull(situation);
                after.ShouldBeSameAs(before);
            }
        }
    }

    [Theory, MemberData(nameof(Walk))]
    public void Nobody_but_the_assignee_their_proxy_or_hr_gets_anywhere(string verb, TaskVia via)
    {
        if (via is TaskVia.Hr or TaskVia.Time) return;
        foreach (var (kind, mode, state) in Situations)
        {
            var before = InState(kind, mode, state, verb);

            var (after, refusal) = TaskVerbs.Do(before, CommandOf(verb, via) with { By = "stranger", OnBehalfOf = "other" }, Moment("n"));

            refusal!.Code.ShouldBe("tasks.forbidden");
            after.ShouldBeSameAs(before);
        }
    }

    public static TheoryData<string, TaskVia> WalkOfSteps()
    {
        var data = new TheoryData<string, TaskVia>();
        foreach (var row in TaskVerbs.All.Where(row => row.When.Count == 0))
            foreach (var via in Enum.GetValues<TaskVia>())
                data.Add(row.Verb, via);
        return data;
    }

    [Theory, MemberData(nameof(WalkOfSteps))]
    public void A_verb_on_a_whole_step_is_done_exactly_when_its_row_says_so(string verb, TaskVia via)
    {
        var row = TaskVerbs.All.Single(row => row.Verb == verb);
        var going = Step(TaskMode.Any, "a", "b") with { Terms = new() { Initiator = "i", HandedOnBy = ["p"] } };
        var ended = going.After(TaskVerbs.Approve, "a");
        var by = via switch { TaskVia.Initiator => "i", TaskVia.Predecessor => "p", TaskVia.Time => "", _ => "a" };

        (going.TryOnStep(verb, via, by).Refusal is null).ShouldBe(row.WhoMay.HasFlag(ActorOf(via)));
        ended.TryOnStep(verb, via, by).Refusal.ShouldNotBeNull();
        if (via != TaskVia.Time) going.TryOnStep(verb, via == TaskVia.Hr ? TaskVia.Initiator : via, "stranger").Refusal!.Code.ShouldBe("tasks.forbidden");
    }

    [Fact]
    public void Every_row_has_its_own_name() => TaskVerbs.All.Select(row => row.Verb).ShouldBeUnique();

    [Fact]
    public void An_unknown_verb_is_refused_with_the_known_ones() =>
        Step(TaskMode.Any, "a").Try("explode", "a").Refusal!.Message.ShouldBe(
            $"Expected one of the actions {string.Join(", ", TaskVerbs.All.Select(row => row.Verb))}, but got 'explode'.");

    [Fact]
    public void A_verb_that_the_step_does_not_offer_is_refused() =>
        (Step(TaskMode.Any, "a") with { Actions = [TaskVerbs.Approve] }).Try(TaskVerbs.Reject, "a").Refusal!.Code.ShouldBe("tasks.action.invalid");

    [Theory, InlineData(TaskVerbs.Advance), InlineData(TaskVerbs.Escalate)]
    public void A_person_cannot_do_what_the_clock_does(string verb) =>
        Step(TaskMode.Any, "a").Try(verb, "a").Refusal!.Code.ShouldBe("tasks.forbidden");

    [Fact]
    public void A_task_done_twice_is_refused_with_who_did_it_and_when()
    {
        var done = Step(TaskMode.Any, "a", "b").After(TaskVerbs.Approve, "a");

        var refusal = TaskVerbs.WhyNot(done, new TaskCommand { Verb = TaskVerbs.Approve, TaskId = "t2", By = "b" }, Now.AddMinutes(5), _ => "Li Na");

        refusal!.Code.ShouldBe("tasks.already-handled");
        refusal.Message.ShouldBe("Expected the task to be open, but it was already handled by Li Na at 09:12 UTC.");
    }

    [Fact]
    public void The_next_day_the_sentence_names_the_day()
    {
        var done = Step(TaskMode.Any, "a").After(TaskVerbs.Approve, "a");

        TaskVerbs.WhyNot(done, new TaskCommand { Verb = TaskVerbs.Approve, TaskId = "t1", By = "a" }, Now.AddDays(1), _ => "Li Na")!
            .Message.ShouldEndWith("already handled by Li Na on 2026-03-02 at 09:12 UTC.");
    }

    [Fact]
    public void A_task_that_the_clock_ended_names_the_clock()
    {
        var done = Step(TaskMode.Any, "a").AfterTime(TaskVerbs.Advance);

        done.Try(TaskVerbs.Approve, "a").Refusal!.Message.ShouldBe("Expected the task to be open, but it was ended by the clock at 09:12 UTC.");
    }

    [Fact]
    public void What_a_person_may_do_is_read_from_the_table()
    {
        var step = Step(TaskMode.Any, "a").After(TaskVerbs.Delegate, "a", to: "d");

        TaskVerbs.AllowedOn(step, step.TaskOf("a")).ShouldBeEmpty();
        TaskVerbs.AllowedOn(step, step.TaskOf("d")).ShouldBe(["approve", "reject", "transfer", "delegate", "save", "cc"]);
    }

    private static IEnumerable<(TaskKind Kind, TaskMode Mode, AssignmentState State)> Situations =>
        from kind in Enum.GetValues<TaskKind>() from mode in (TaskMode[])[TaskMode.All, TaskMode.Any] from state in Enum.GetValues<AssignmentState>() select (kind, mode, state);

    // The task of 'a' is in this state; 'b' has another seat. Where the verb needs them, 's' was added to the seat of 'a', and somebody has claimed the step.
    private static TaskSet InState(TaskKind kind, TaskMode mode, AssignmentState state, string verb)
    {
        var step = Step(kind, mode, "a", "b");
        var (first, second) = (step.Assignments[0] with { State = state, ClosedBy = "a", ClosedAtUtc = Now }, step.Assignments[1]);
        return step with
        {
            Assignments = verb switch
            {
                TaskVerbs.RemoveSigner => [first, second, second with { TaskId = "t3", AssigneeId = "c", Seat = 0, Voice = 1, Place = SignerPlace.Beside, AddedTo = 0, Origin = AssignmentOrigin.Added }],
                TaskVerbs.Release => [first, second with { State = AssignmentState.Yielded }],
                _ => [first, second],
            },
        };
    }

    private static TaskCommand CommandOf(string verb, TaskVia via) => new()
    {
        Verb = verb,
        TaskId = "t1",
        People = verb is TaskVerbs.AddBefore or TaskVerbs.AddAfter or TaskVerbs.AddBeside or TaskVerbs.Cc ? ["c"] : [],
        By = via switch { TaskVia.Proxy => "proxy", TaskVia.Hr => "hr", TaskVia.Time => "", _ => "a" },
        OnBehalfOf = via == TaskVia.Proxy ? "a" : null,
        Via = via,
        To = verb == TaskVerbs.Return ? "step" : "c",
        Comment = "because",
    };

    private static TaskActors ActorOf(TaskVia via) => via switch
    {
        TaskVia.Session => TaskActors.Assignee,
        TaskVia.Link => TaskActors.LinkHolder,
        TaskVia.Proxy => TaskActors.Proxy,
        TaskVia.Hr => TaskActors.Hr,
        TaskVia.Initiator => TaskActors.Initiator,
        TaskVia.Predecessor => TaskActors.Predecessor,
        _ => TaskActors.Time,
    };
}
