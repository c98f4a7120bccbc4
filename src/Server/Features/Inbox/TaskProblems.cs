using HrBpm.Activities.Inbox;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What the slices of the inbox share.</summary>
internal static class TaskProblems
{
    /// <summary>There is no such task, or it is none of the caller's business: the two must look the same.</summary>
    public static ProblemHttpResult Unknown(Guid taskId) => Problems.NotFound("tasks.unknown", $"Expected a task of yours with id {taskId}, but there is none.");

    /// <summary>The command of the signed-in person: as the assignee, or for the assignee as their proxy.</summary>
    public static TaskCommand CommandOf(this HumanTask task, string verb, CurrentUser user)
    {
        var via = task.ViaOf(user.PersonId) ?? TaskVia.Session;
        return new TaskCommand
        {
            Verb = verb,
            TaskId = task.Id.ToString("D"),
            By = user.Actor,
            Via = via,
            OnBehalfOf = via == TaskVia.Proxy ? task.AssigneeId.ToString("D") : null,
        };
    }
}
