using System.CommandLine;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Verbs;

/// <summary>Verifies the audit trail of every company from the rows, without serving. Says in one line that all is well, or which entry is the first broken one.</summary>
internal static class Verify
{
    /// <returns>Exit code: 0 verified, 1 broken or not to be verified.</returns>
    public static async Task<int> RunAsync(string[] args, InvocationConfiguration console, CancellationToken ct)
    {
        var app = HrBpmHost.Build(args, builder => builder.Logging.SetMinimumLevel(LogLevel.Warning));
        await using (app)
        {
            if (await WhyNotAsync(app, ct) is { } problem)
            {
                await console.Error.WriteLineAsync(problem);
                return 1;
            }
            var verdict = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct);
            foreach (var broken in verdict.Problems) await console.Output.WriteLineAsync(broken.ToString());
            await console.Output.WriteLineAsync(verdict.Summary);
            return verdict.IsVerified ? 0 : 1;
        }
    }

    // Looks only: a database that is missing is not made, one that is old is not migrated.
    internal static async Task<string?> WhyNotAsync(WebApplication app, CancellationToken ct)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<AppDbContext>().Database;
        if (!await database.CanConnectAsync(ct)) return "Expected a database to verify, but it is not there or does not answer.";
        var pending = await database.GetPendingMigrationsAsync(ct);
        return pending.Any() ? $"Expected a database of this version, but these migrations are pending: {string.Join(", ", pending)}." : null;
    }
}
