using HrBpm.Server.Database;
using HrBpm.Server.Platform.Secrets.Flows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Instances;

/// <summary>What an exported instance can be made of again: its runs, and which definition they ran.</summary>
/// <param name="DefinitionSha256">Checksum of the version that it runs.</param>
/// <param name="Runs">All runs, in order.</param>
internal sealed record InstanceRecord(string DefinitionSha256, IReadOnlyList<InstanceRecord.Run> Runs)
{
    /// <param name="Number">Counted from 1.</param>
    /// <param name="At">When.</param>
    /// <param name="Actor">A person's id; empty for time and jobs.</param>
    /// <param name="Command">What was asked, as it is stored.</param>
    /// <param name="Events">What happened, as it is stored.</param>
    /// <param name="Sha256">Hash of the two.</param>
    internal sealed record Run(int Number, DateTimeOffset At, string Actor, string Command, string Events, string Sha256);

    /// <summary>Reads it for a file. What is stored sealed is open in the file, and the hash is that of what the file says.</summary>
    public static async Task<InstanceRecord> ReadAsync(AppDbContext db, FlowSeals seals, InstanceRow row, CancellationToken ct)
    {
        var checksum = await db.DefinitionVersions.Where(d => d.Id == row.DefinitionVersionId).Select(d => d.Checksum).SingleAsync(ct);
        var runs = await seals.OpenAsync(await db.WorkflowRuns.AsNoTracking().Where(r => r.InstanceId == row.Id && r.Number <= row.Version).OrderBy(r => r.Number).ToListAsync(ct), ct);
        return new(checksum, runs.ConvertAll(r => new Run(r.Number, new DateTimeOffset(r.AtUtc, TimeSpan.Zero), r.Actor, r.Command, r.Events, WorkflowRun.HashOf(r.Command, r.Events))));
    }
}
