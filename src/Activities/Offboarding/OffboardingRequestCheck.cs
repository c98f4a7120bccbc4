using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Expressions;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Offboarding;

/// <summary>Tells the initiator at once that an amended request cannot stand, also when it comes straight back to whoever returned it.</summary>
public sealed class OffboardingRequestCheck(IOffboarding offboarding, IOrg org, IOptions<OffboardingOptions> options) : IAnswerCheck
{
    /// <inheritdoc />
    public string Name => "offboarding";

    /// <inheritdoc />
    public async Task<Refusal?> WhyNotAsync(ActivityContext context, IReadOnlyDictionary<string, object?> answers, CancellationToken ct)
    {
        if (!Guid.TryParse(context.InstanceId, out var caseId) || await offboarding.FindAsync(caseId, ct) is not { } earlier) return null;
        try
        {
            var request = (OffboardingRequest)Values.Bind(answers, typeof(OffboardingRequest))!;
            var open = await offboarding.OpenCaseOfAsync(request.LeaverId, ct);
            return request.WhyNot(await org.FindAsync(request.LeaverId, ct), await org.FindAsync(request.ReceiverId, ct), open == caseId ? null : open, earlier.OpenedAtUtc, options.Value.NoticeBackdatingDays);
        }
        catch (ExpressionException e)
        {
            return new("offboarding.request.invalid", e.Message);
        }
    }
}
