using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Inbox;

/// <summary>审批: one or several people say yes or no.</summary>
/// <remarks>Runs in the engine's transaction: inbox rows and workflow state commit together.</remarks>
[Activity("HrBpm.Approval", "审批", Category = "人工", Icon = "approval", Description = "由一人或多人同意或拒绝, 可签名、退回、转办、委派, 到期可提醒、升级或自动继续。")]
[OutcomeNeeds("Advanced", "advanceAt")]
[ReturnTarget]
[Outcomes("Approved", "Rejected", "Advanced")]
public sealed class Approval(IInbox inbox, IOrg org, IAbsences absences, IWorkSchedules schedules) : AssignedStep(inbox, org, absences, schedules)
{
    private protected override TaskKind Kind => TaskKind.Approval;
}
