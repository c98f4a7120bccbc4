using System.Security.Cryptography;
using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Audit;

internal static class GetCheckpoint
{
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var newest = await db.AuditCheckpoints.AsNoTracking().Where(c => c.CompanyId == user.CompanyId).OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);
        return newest is null
            ? Problems.NotFound("audit.checkpoint.unknown", "Expected the company's log to have a checkpoint, but nothing is sealed yet.")
            : TypedResults.Text(newest.ToSigned().ToNote(), "text/plain; charset=utf-8");
    }
}

internal static class GetLogKey
{
    public static async Task<Results<ContentHttpResult, ProblemHttpResult>> HandleAsync(AppDbContext db, CurrentUser user, CancellationToken ct)
    {
        var log = await db.AuditLogs.AsNoTracking().SingleOrDefaultAsync(l => l.CompanyId == user.CompanyId, ct);
        return log is null
            ? Problems.NotFound("audit.key.unknown", "Expected the company's log to have a key, but nothing is sealed yet.")
            : TypedResults.Text(PemEncoding.WriteString("PUBLIC KEY", log.PublicKey), "application/x-pem-file");
    }
}
