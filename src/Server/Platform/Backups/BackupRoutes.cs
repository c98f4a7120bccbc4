using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Backups over HTTP: for those who look after the whole installation, because a backup holds every company.</summary>
internal static class BackupRoutes
{
    private const int LongestReason = 500;

    /// <param name="Place">Where it lies.</param>
    public sealed record Item(string Name, string Place, DateTime? AtUtc);

    /// <param name="Rows">Rows of all tables.</param>
    /// <param name="Length">Bytes of the encrypted file.</param>
    /// <param name="Removed">Old ones that were removed.</param>
    public sealed record MadeBackup(string Name, long Rows, long? Length, string? Sha256, int Removed);

    /// <param name="Name">Null for the newest.</param>
    public sealed record RehearseRequest(string? Name = null, bool FromS3 = false);

    /// <param name="Audit">What the verifier said of the restored audit logs.</param>
    public sealed record Rehearsed(string Name, long Rows, string Audit);

    /// <param name="Reason">Why what was done since is given up.</param>
    public sealed record RestoreRequest(string Name, string Reason);

    /// <param name="RequestId">What waits for a second person now; an operator then restores with it.</param>
    public sealed record Asked(Guid RequestId, string Command);

    public static void MapBackups(this IEndpointRouteBuilder routes)
    {
        var backups = routes.MapGroup("/backups").WithTags("Backups");
        backups.MapGet("", ListAsync).Needs(Permission.BackupsManage).WithSummary("The backups that are there, wherever they lie, newest first.");
        backups.MapPost("", MakeAsync).IsExpensive().Needs(Permission.BackupsManage).WithSummary("Makes a backup now.");
        backups.MapPost("/rehearse", RehearseAsync).IsExpensive().Needs(Permission.BackupsManage).WithSummary("Restores a backup into a scratch database, checks rows and audit logs, and removes it again.");
        backups.MapPost("/restore", AskRestoreAsync).Needs(Permission.BackupsManage).WithSummary("Asks a second person for a restore; with the consent an operator does it.");
    }

    public static async Task<Ok<IReadOnlyList<Item>>> ListAsync(IEnumerable<IBackupStore> stores, CancellationToken ct)
    {
        var all = new List<Item>();
        foreach (var store in stores) all.AddRange((await store.ListAsync(ct)).Select(name => new Item(name, store.Name, BackupName.TimeOf(name))));
        return TypedResults.Ok<IReadOnlyList<Item>>([.. all.OrderByDescending(i => i.AtUtc).ThenBy(i => i.Place, StringComparer.Ordinal)]);
    }

    public static async Task<Results<Ok<MadeBackup>, ProblemHttpResult>> MakeAsync(MakeBackup backup, AppDbContext db, IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        var made = await backup.RunAsync(ct);
        audit.Record(new(user.CompanyId, user.Actor, "backup.made", $"backup:{made.Name}", new { made.Manifest.Sha256, made.Removed }));
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(new MadeBackup(made.Name, made.Manifest.Rows.Values.Sum(), made.Manifest.Length, made.Manifest.Sha256, made.Removed));
    }

    public static async Task<Results<Ok<Rehearsed>, ProblemHttpResult>> RehearseAsync(RehearseRequest request, ServerArguments arguments, AppDbContext db, IAuditTrail audit, CurrentUser user, CancellationToken ct)
    {
        try
        {
            if (request.Name is { } name && !BackupName.Is(name)) return Unknown(name);
            var done = await new RestoreBackup(arguments.Args).RunAsync(new(request.Name, request.FromS3, IsRehearsal: true, MayReplace: false), ct);
            audit.Record(new(user.CompanyId, user.Actor, "backup.rehearsed", $"backup:{done.Name}", new { done.Audit }));
            await db.SaveChangesAsync(ct);
            return TypedResults.Ok(new Rehearsed(done.Name, done.Manifest.Rows.Values.Sum(), done.Audit));
        }
        catch (Exception refused) when (refused is BackupException or SealedValueException)
        {
            return Problems.Conflict("backups.not-restorable", refused.Message);
        }
    }

    public static async Task<Results<Accepted<Asked>, ProblemHttpResult>> AskRestoreAsync(RestoreRequest request, IEnumerable<IBackupStore> stores, ITwoPersonRule twoPeople, CurrentUser user, CancellationToken ct)
    {
        if (request.Reason.Trim().Length is < 1 or > LongestReason) return Problems.Invalid("backups.reason", $"Expected a reason of 1 to {LongestReason} characters, but it has {request.Reason.Trim().Length}.");
        if (!BackupName.Is(request.Name)) return Unknown(request.Name);
        var isThere = false;
        foreach (var store in stores) isThere |= (await store.ListAsync(ct)).Contains(request.Name);
        if (!isThere) return Unknown(request.Name);
        var id = await twoPeople.AskAsync(new ActAsked(RestoreAct.Act, user.CompanyId, $"backup:{request.Name}", $"恢复备份 {request.Name}：{request.Reason.Trim()}", new RestoreAct.Kept(request.Name)), user.PersonId, ct);
        return TypedResults.Accepted("/api/two-person-requests", new Asked(id, $"HrBpm.Server restore --overwrite --from {request.Name} --request {id:D}"));
    }

    private static ProblemHttpResult Unknown(string name) => Problems.NotFound("backups.unknown", $"Expected a backup '{(name.Length > 100 ? name[..100] : name)}', but there is none.");
}

/// <summary>The settings that the server was started with, in command line form.</summary>
internal sealed record ServerArguments(string[] Args);
