using System.Globalization;
using System.Text.Json;
using CsCheck;
using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Every verb after every other, in any order, by anybody, written and read again in between. A failing case prints its seed; <c>CsCheck_Seed</c> repeats it.</summary>
public sealed class TaskSetProperties
{
    private const int MostRounds = 10;

    private static readonly string[] People = ["a", "b", "c", "d", "e", "f", "g"];
    private static readonly string[] Verbs = [.. TaskVerbs.All.Select(row => row.Verb)];
    private static readonly DateTime Start = TaskSetSituations.Now;

    /// <summary>One thing that is tried: which verb, on which task, directed to whom.</summary>
    private sealed record Try(int Verb, int Task, int Person, int Other, bool IsStranger)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Verbs[Verb]} {Task} {Person} {Other} {IsStranger})");
    }

    private static readonly Gen<Try> Tries = Gen.Select(Gen.Int[0, Verbs.Length - 1], Gen.Int[0, 30], Gen.Int[0, People.Length - 1], Gen.Int[0, People.Length - 1], Gen.Int[0, 19],
        (verb, task, person, other, odd) => new Try(verb, task, person, other, odd == 0));

    [Fact]
    public void Whatever_is_done_the_task_set_is_consistent()
    {
        var pairs = new HashSet<(string, string)>();
        var done = new HashSet<string>();
        // One round is enough nearly always; what is rarely possible, such as to give back what one has just claimed, may need another.
        for (var round = 1; round <= MostRounds && done.Count < Verbs.Length; round++)
        {
            Gen.Select(Gen.Enum<TaskMode>(), Gen.Enum<TaskKind>(), Gen.Int[1, 4], Gen.Int[1, 100], Tries.Array[10, 50])
                .Sample((mode, kind, people, threshold, tries) => pairs.UnionWith(Play(Open(mode, kind, people, threshold), tries)), iter: 2_500, threads: 1);
            done.UnionWith(pairs.Select(pair => pair.Item2));
        }

        // A property that tries nothing holds always: every verb was done, and most of them right after most others.
        done.ShouldBe(Verbs, ignoreOrder: true);
        pairs.Count.ShouldBeGreaterThan(200);
    }

    private static TaskSet Open(TaskMode mode, TaskKind kind, int people, int threshold) => TaskSet.Open(
        kind, mode, TaskVerbs.OfferedTo(kind), People[..people], 1, Moment(0), new StepTerms { VoteThreshold = threshold, Initiator = "i", HandedOnBy = ["p"] },
        People.ToDictionary(person => person, person => 1 + person[0] % 3));

    // Answers with the verbs that were done one after the other.
    private static List<(string, string)> Play(TaskSet opened, Try[] tries)
    {
        var done = new List<(string, string)>();
        var last = "";
        var step = Bookmarked(opened);
        TaskSetRules.Check(step);
        for (var i = 0; i < tries.Length; i++)
        {
            var (after, refusal) = TaskVerbs.Do(step, CommandOf(step, tries[i]), Moment(i + 1));
            if (refusal is not null)
            {
                after.ShouldBeSameAs(step);
                continue;
            }
            done.Add((last, last = TaskVerbs.All[tries[i].Verb].Verb));
            after = Restarted(Bookmarked(after));
            TaskSetRules.Check(after);
            TaskSetRules.CheckStep(step, after);
            step = after;
        }
        return done;
    }

    private static TaskCommand CommandOf(TaskSet step, Try tried)
    {
        var row = TaskVerbs.All[tried.Verb];
        var task = step.Assignments[tried.Task % step.Assignments.Count];
        var via = row.WhoMay switch
        {
            TaskActors.Initiator => TaskVia.Initiator,
            TaskActors.Predecessor => TaskVia.Predecessor,
            var who when who.HasFlag(TaskActors.Assignee) => TaskVia.Session,
            var who when who.HasFlag(TaskActors.Hr) => TaskVia.Hr,
            _ => TaskVia.Time,
        };
        return new TaskCommand
        {
            Verb = row.Verb,
            TaskId = task.TaskId,
            Via = via,
            By = tried.IsStranger ? "stranger" : via switch { TaskVia.Session => task.AssigneeId, TaskVia.Initiator => "i", TaskVia.Predecessor => "p", TaskVia.Hr => "hr", _ => "" },
            To = People[tried.Person],
            People = [.. new[] { People[tried.Person], People[tried.Other] }.Distinct()],
            Comment = "因为",
            Managers = step.Live.ToDictionary(late => late.TaskId, _ => People[tried.Other]),
        };
    }

    // As the engine does: whoever has something to do has a bookmark.
    private static TaskSet Bookmarked(TaskSet step) =>
        step with { Assignments = [.. step.Assignments.Select(task => task.IsLive && task.BookmarkId is null ? task with { BookmarkId = "b" + task.TaskId } : task)] };

    private static TaskSet Restarted(TaskSet step) => JsonSerializer.Deserialize<TaskSet>(JsonSerializer.Serialize(step, JsonSerializerOptions.Web), JsonSerializerOptions.Web)!;

    private static TaskMoment Moment(int number)
    {
        var made = 0;
        return new TaskMoment(Start.AddMinutes(10 * number), () => string.Create(CultureInfo.InvariantCulture, $"t{number}-{++made}"));
    }
}
