using System.Globalization;
using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>催办: those whose move it is are told again, not more often than the step allows.</summary>
internal sealed class Urge : ITaskVerb
{
    public Refusal? WhyNot(TaskSet tasks, TaskCommand command, DateTime nowUtc)
    {
        var next = tasks.Live.Max(task => task.UrgedAtUtc) + tasks.Terms.UrgeEvery;
        return next > nowUtc
            ? new("tasks.urged-lately", string.Create(CultureInfo.InvariantCulture, $"Expected the step not to have been urged within {tasks.Terms.UrgeEvery:c}, but the next time is {next:yyyy-MM-dd HH:mm} UTC."))
            : null;
    }

    public TaskSet Apply(TaskSet tasks, TaskCommand command, TaskMoment moment)
    {
        var noted = tasks.Noting(command, moment.NowUtc);
        return noted with { Assignments = [.. noted.Assignments.Select(task => task.State == AssignmentState.Open ? task with { UrgedAtUtc = moment.NowUtc } : task)] };
    }
}
