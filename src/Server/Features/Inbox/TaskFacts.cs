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
        act.Command.To,
        people = act.Command.People.Count == 0 ? null : act.Command.People,
        act.Command.ComesStraightBack,
        act.Command.SignatureId,
        act.LinkId,
    }, Personal(act));

    /// <summary>Anything else about a task.</summary>
    public static AuditFact Of(HumanTask task, string by, string verb, object data, Dictionary<string, object?>? personal = null) =>
        new(task.CompanyId, by.Length == 0 ? NobodysName : by, $"tasks.{verb}", $"task:{task.Id:D}", data) { Personal = personal, About = task.ConcerningId ?? task.AssigneeId };

    private static Dictionary<string, object?> Personal(TaskAct act) => new Dictionary<string, object?>
    {
        ["proxyReason"] = act.Command.Via == TaskVia.Proxy ? act.Task.ProxyReason : null,
        ["comment"] = string.IsNullOrEmpty(act.Command.Comment) ? null : act.Command.Comment,
        ["answers"] = TaskJson.ReadNode(act.Command.Answers is { } answers ? TaskJson.WriteValue(answers) : null),
        ["address"] = act.Client.Address.Length == 0 ? null : act.Client.Address,
    }.Where(p => p.Value is not null).ToDictionary();
}
