using HrBpm.Activities.Evidence;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Offboarding;
using HrBpm.Activities.Org;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Payroll;

/// <summary>Tells HR and finance that the statutory date of somebody's final pay has come: a copy in each inbox, a message to each, and an entry in the record.</summary>
internal sealed class PayAlert(ActivityContext context, IInbox inbox, IOrg org, IAuditTrail audit)
{
    private static readonly string[] Roles = ["HrManager", "HrSpecialist", "FinanceManager", "Finance"];

    private const string CostOfDelay = "逾期支付可能加付 50% 至 100% 赔偿金（《劳动合同法》第八十五条）。";

    /// <summary>Tells them; where a company has filled none of these roles, its administrators.</summary>
    /// <param name="found">The case.</param>
    /// <param name="title">One line (zh-CN), after which leaver and case are named.</param>
    /// <param name="reason">Why it is told, and what happens (zh-CN).</param>
    /// <param name="ct">Cancels.</param>
    public async Task SendAsync(OffboardingCase found, string title, string reason, CancellationToken ct)
    {
        var leaver = await org.FindAsync(found.Request.LeaverId, ct);
        AssigneeRule[] rules = [.. Roles.Select(role => new AssigneeRule(AssigneeBy.Role, role))];
        var scope = new AssigneeScope(found.Request.LeaverId, found.Request.LeaverId, _ => null);
        var people = await new AssigneeRules(org).FindAsync(rules, WhenNobody.Administrator, null, scope, ct) is AssigneeFinding.People some ? some.Ids.Where(id => id != found.Request.LeaverId).ToList() : [];
        audit.Record(new(found.CompanyId, "time", "payroll.statutory-date-alerted", $"offboarding:{found.Id:D}", new { reason, told = people }));
        if (people.Count == 0) return;
        await new Notices(context, inbox, org).TellAsync(new StepRequest
        {
            Kind = TaskKind.Notice,
            Actions = [],
            Title = $"{title}：{leaver?.Name} {found.Number}",
            Instruction = $"{reason}{CostOfDelay}",
            Concerning = found.Request.LeaverId,
            Initiator = Guid.TryParse(found.StartedBy, out var starter) ? starter : null,
            Stage = "薪资结算",
        }, people, ct);
    }
}
