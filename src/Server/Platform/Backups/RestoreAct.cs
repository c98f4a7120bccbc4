using System.Text.Json;
using HrBpm.Activities.Evidence;
using HrBpm.Workflows;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Two people agree that a backup takes the place of the live database. The consent is kept; an operator restores with it, because a server cannot replace the database that it works on.</summary>
internal sealed class RestoreAct(IAuditTrail audit) : IDangerousAct
{
    public const string Act = "backup.restore";

    /// <summary>What was asked for, as the request keeps it.</summary>
    internal sealed record Kept(string Backup, string? Reason = null);

    public string Name => Act;

    public Permission Permission => Permission.BackupsManage;

    public Task<Refusal?> RunAsync(ConsentedAct act, CancellationToken ct)
    {
        audit.Record(new(act.CompanyId, act.AskedBy.ToString("D"), "backup.restore-approved", $"backup:{act.Read<Kept>().Backup}", new { request = act.RequestId, consentedBy = act.ConsentedBy }));
        return Task.FromResult<Refusal?>(null);
    }

    internal static string? NameIn(string data) => JsonSerializer.Deserialize<Kept>(data, JsonSerializerOptions.Web)?.Backup;
}
