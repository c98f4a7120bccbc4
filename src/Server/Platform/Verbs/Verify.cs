using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Verifies the audit trail of every company from the rows, without serving. Says in one line that all is well, or which entry is the first broken one.</summary>
internal static class Verify
{
    /// <returns>Exit code: 0 verified, 1 broken or not to be verified.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var app = HrBpmHost.Build(args, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            if (!await IsThereAsync(app, ct))
            {
                await Console.Error.WriteLineAsync("Expected a database to verify, but it is not there or does not answer.");
                return 1;
            }
            var verdict = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct);
            foreach (var problem in verdict.Problems) await Console.Out.WriteLineAsync(problem.ToString());
            await Console.Out.WriteLineAsync(verdict.Summary);
            return verdict.IsVerified ? 0 : 1;
        }
    }

    private static async Task<bool> IsThereAsync(WebApplication app, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<AppDbContext>().Database.CanConnectAsync(ct);
    }
}
