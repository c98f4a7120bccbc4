using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Makes a backup when somebody asks for it.</summary>
internal static class BackUpNow
{
    /// <param name="Rows">Rows of all tables.</param>
    /// <param name="Length">Bytes of the encrypted file.</param>
    /// <param name="Removed">Old ones that were removed.</param>
    public sealed record Response(string Name, long Rows, long? Length, string? Sha256, int Removed);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(MakeBackup backup, AppDbContext db, IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        MakeBackup.Made made;
        try
        {
            made = await backup.RunAsync(ct);
        }
        catch (BackupException failed)
        {
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, "backups.failed", failed.Message);
        }

        audit.Record(new(user.CompanyId, user.Actor, "backup.made", $"backup:{made.Name}", new { made.Manifest.Sha256, made.Removed }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new Response(made.Name, made.Manifest.Rows.Values.Sum(), made.Manifest.Length, made.Manifest.Sha256, made.Removed));
    }
}
