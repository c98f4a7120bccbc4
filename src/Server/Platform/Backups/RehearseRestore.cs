using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Restores a backup into a scratch database, and checks it there.</summary>
internal static class RehearseRestore
{
    /// <param name="Name">Null for the newest.</param>
    public sealed record Request(string? Name = null, bool FromS3 = false);

    /// <param name="Audit">What the verifier said of the restored audit logs.</param>
    public sealed record Response(string Name, long Rows, string Audit);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(Request request, ServerArguments arguments, AppDbContext db, IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        try
        {
            if (request.Name is { } name && !BackupName.Is(name)) return BackupRoutes.Unknown(name);
            var done = await new RestoreBackup(arguments.Args).RunAsync(new(request.Name, request.FromS3, IsRehearsal: true, MayReplace: false), ct);
            audit.Record(new(user.CompanyId, user.Actor, "backup.rehearsed", $"backup:{done.Name}", new { done.Audit }));
            await db.SaveChangesAsync(ct);
            return TypedResults.Ok(new Response(done.Name, done.Manifest.Rows.Values.Sum(), done.Audit));
        }
        catch (Exception refused) when (refused is BackupException or SealedValueException)
        {
            return Problems.Conflict("backups.not-restorable", refused.Message);
        }
    }
}
