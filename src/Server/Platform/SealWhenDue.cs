using HrBpm.Server.Features.Audit;

namespace HrBpm.Server.Platform;

/// <summary>Seals what was recorded, so that after the clock was moved the log is complete as well. Sealing makes nothing else due.</summary>
internal sealed partial class SealWhenDue(AuditSealer sealer, ILogger<SealWhenDue> log) : IComesDue
{
    public async Task<int> RunDueAsync(CancellationToken ct)
    {
        try
        {
            await sealer.SealAsync(ct);
        }
        catch (LogBrokenException broken)
        {
            // A broken log must not keep timers and jobs from running; what is to be done about it is the verifier's business.
            Broken(log, broken.Message);
        }

        return 0;
    }

    [LoggerMessage(LogLevel.Critical, "Nothing more is sealed in a broken log: {Problem}")]
    private static partial void Broken(ILogger log, string problem);
}
