using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Features.SignIn.Accounts;
using Quartz;

namespace HrBpm.Server.Platform;

/// <summary>Wakes what waits for employments to begin or end: mails with links that were not taken before, accounts and headships whose time has come. In a cluster, one process at a time looks.</summary>
[DisallowConcurrentExecution]
internal sealed class EmploymentSweep(LetterSignal letters, EndAccounts accounts, EndHeadships headships, SweepTurn turn) : IJob
{
    public static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        letters.Raise();
        await turn.RunAsync("employments", async ct =>
        {
            await accounts.RunDueAsync(ct);
            await headships.RunDueAsync(ct);
        }, cancellationToken);
    }
}
