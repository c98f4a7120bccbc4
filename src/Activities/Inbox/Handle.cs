using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>办理: one or several people do something, fill in what they did and attach evidence.</summary>
/// <remarks>Runs in the engine's transaction: inbox rows and workflow state commit together.</remarks>
[Activity("HrBpm.Handle", "办理", Category = "人工", Icon = "task-alt", Description = "由一人或多人办理并填写结果、上传凭证, 可签名、退回、转办、委派。")]
[OutcomeNeeds("Advanced", "advanceAt")]
[ReturnTarget]
[Outcomes("Done", "Advanced")]
public sealed class Handle(IInbox inbox, IOrg org, IAbsences absences, IWorkSchedules schedules) : AssignedStep(inbox, org, absences, schedules)
{
    private protected override TaskKind Kind => TaskKind.Handle;
}
