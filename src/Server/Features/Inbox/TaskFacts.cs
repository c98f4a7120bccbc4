using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;

namespace HrBpm.Server.Features.Inbox;

/// <summary>What the audit trail keeps of things that are done with tasks.</summary>
internal static class TaskFacts
{
    private const string NobodysName = "system";

    /// <summary>A verb on a task. Who it was, and for whom, by which way.</summary>
    public static AuditFact Of(TaskAct act) => Of(act.Task, act.Command.By, act.Command.Verb, new
    {
        act.Task.InstanceId,
        act.Task.ActivityId,
        assignee = act.Task.AssigneeId,
        onBehalfOf = act.Command.OnBehalfOf ?? act.Task.OnBehalfOfId?.ToString("D"),
        via = act.Command.Via.ToString(),
        proxyReason = act.Command.Via == TaskVia.Proxy ? act.Task.ProxyReason : null,
        act.Command.To,
        people = act.Command.People.Count == 0 ? null : act.Command.People,
        act.Command.ComesStraightBack,
        act.Command.Comment,
        answers = TaskJson.ReadNode(act.Command.Answers is { } answers ? TaskJson.WriteValue(answers) : null),
        act.Command.SignatureId,
        act.LinkId,
        act.Client.Address,
    });

    /// <summary>Anything else about a task.</summary>
    public static AuditFact Of(HumanTask task, string by, string verb, object data) =>
        new(task.CompanyId, by.Length == 0 ? NobodysName : by, $"tasks.{verb}", $"task:{task.Id:D}", data);
}
