using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using HrBpm.Activities.Inbox;
using static HrBpm.Activities.Tests.Inbox.StepSituation;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Random flows, verbs and moments, run by the engine, which writes and reads the instance after every run: inboxes, bookmarks and the kept steps always say the same.</summary>
public sealed class StepProperties
{
    private static readonly string[] Names = ["张伟", "李娜", "王强", "总经理", "刘洋", "赵敏", "许诺"];
    private static readonly TaskVerbRow[] Verbs = [.. TaskVerbs.All.Where(row => !row.WhoMay.HasFlag(TaskActors.Time) || row.WhoMay.HasFlag(TaskActors.Hr))];

    private sealed record Act(int Verb, int Task, int Person, int Hours)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({Verbs[Verb].Verb} {Task} {Names[Person]} +{Hours}h)");
    }

    private static readonly Gen<Act> Acts = Gen.Select(Gen.Int[0, Verbs.Length - 1], Gen.Int[0, 10], Gen.Int[0, Names.Length - 1], Gen.Int[0, 5], (verb, task, person, hours) => new Act(verb, task, person, hours));

    [Fact]
    public async Task Inboxes_bookmarks_and_steps_always_say_the_same() =>
        await Gen.Select(Gen.Enum<TaskMode>(), Gen.Bool, Gen.Bool, Acts.Array[5, 25]).SampleAsync(PlayAsync, iter: 60, threads: 1);

    private static async Task PlayAsync(TaskMode mode, bool isParallel, bool isAway, Act[] acts)
    {
        await using var request = new StepSituation();
        if (isAway) request.Absences.Name("王强", "刘洋");
        var first = Step("first", "HrBpm.Approval", ("mode", mode.ToString()), ("dueIn", "05:00:00"), ("escalateAfterDue", "05:00:00"), ("assignees", """[{"by":"ManagerChain","levels":2},{"by":"Role","value":"HrSpecialist"}]"""));
        var second = Head(("duplicates", "WholeFlow"));
        await (isParallel ? request.StartParallelAsync(first, second) : request.StartAsync(first, second));
        Check(request);
        foreach (var act in acts)
        {
            await DoAsync(request, act);
            Check(request);
        }
    }

    private static async Task DoAsync(StepSituation request, Act act)
    {
        await request.Flow.AdvanceAsync(TimeSpan.FromHours(act.Hours));
        var live = request.Inbox.Open.Values.Where(open => open.Task.IsLive).Select(open => open.Task).ToList();
        if (live.Count == 0) return;
        var task = live[act.Task % live.Count];
        var (row, person) = (Verbs[act.Verb], request.Org[Names[act.Person]].ToString("D"));
        var via = row.WhoMay.HasFlag(TaskActors.Assignee) ? TaskVia.Session : row.WhoMay.HasFlag(TaskActors.Initiator) ? TaskVia.Initiator : row.WhoMay.HasFlag(TaskActors.Predecessor) ? TaskVia.Predecessor : TaskVia.Hr;
        // What is taken back is something that this person has decided.
        var decided = row.Verb == TaskVerbs.TakeBack ? request.Inbox.All.Values.LastOrDefault(known => known.Task.IsAgreed && known.Task.Round == task.Round).Task : null;
        await request.ResumeAsync(task.BookmarkId!, new TaskCommand
        {
            Verb = row.Verb,
            TaskId = decided?.TaskId,
            Via = via,
            By = via switch { TaskVia.Session => decided?.AssigneeId ?? task.AssigneeId, TaskVia.Initiator => request.Org["张伟"].ToString("D"), TaskVia.Predecessor => person, _ => request.Org["许诺"].ToString("D") },
            To = row.Verb == TaskVerbs.Return ? "initiator" : person,
            People = [person],
            Comment = "因为",
        });
    }

    private static void Check(StepSituation request)
    {
        var instance = request.Flow.Instance;
        var steps = instance.Executions.Values.Where(execution => execution.State is not null && execution.State.Contains("\"tasks\"", StringComparison.Ordinal))
            .Select(execution => JsonNode.Parse(execution.State!)!["tasks"].Deserialize<TaskSet>(JsonSerializerOptions.Web)!).Where(step => step.Decision is null).ToList();
        foreach (var step in steps) TaskSetRules.Check(step);
        var undone = steps.SelectMany(step => step.Assignments).Where(task => task.IsUndone).ToList();

        request.Inbox.Open.Values.Select(open => (open.Task.TaskId, open.Task.State)).ShouldBe(undone.Select(task => (task.TaskId, task.State)), ignoreOrder: true);
        instance.Bookmarks.Values.Where(bookmark => bookmark.Name == HumanStep.TaskBookmark).Select(bookmark => bookmark.Id)
            .ShouldBe(undone.Where(task => task.IsLive).Select(task => task.BookmarkId!), ignoreOrder: true);
        instance.Incidents.ShouldBeEmpty();
    }
}
