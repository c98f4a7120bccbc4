using HrBpm.Server.Features.Audit;

namespace HrBpm.Server.Platform.Backups;

/// <summary>What the witness of the audit log had seen when a backup was made: the restored log has to fit that, and cannot fit what the witness has seen since.</summary>
internal sealed class ScratchWitness : IDisposable
{
    private readonly string live;

    public ScratchWitness(IServiceProvider services, BackupManifest manifest)
    {
        live = services.GetRequiredService<AuditOptions>().Witness;
        Folder = Directory.CreateTempSubdirectory("hrbpm-witness-").FullName;
        var (seen, scratch) = (services.GetRequiredService<WitnessFiles>(), new WitnessFiles(new AuditOptions { Witness = Folder }));
        foreach (var log in manifest.Logs)
            if (seen.Read(log.CompanyId)?.Where(c => c.Checkpoint.Size <= log.Size).ToList() is { Count: > 0 } until) scratch.Append(log.CompanyId, until);
    }

    public string Folder { get; }

    /// <summary>Seals what was written in the last moment before the backup, then recomputes the whole log.</summary>
    /// <param name="restored">Services of a server on the restored database, whose witness lies in <see cref="Folder"/>.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<AuditVerdict> VerifyAsync(IServiceProvider restored, CancellationToken ct)
    {
        try
        {
            await restored.GetRequiredService<AuditSealer>().SealAsync(ct);
        }
        catch (LogBrokenException broken)
        {
            throw new BackupException($"Expected the restored audit log to verify, but: {broken.Message}");
        }
        return await restored.GetRequiredService<AuditVerifier>().VerifyAsync(ct);
    }

    /// <summary>Sets the live witness' files aside, and puts these in their place.</summary>
    public void PutInPlace(string stamp)
    {
        Directory.CreateDirectory(live);
        foreach (var file in Directory.GetFiles(live, "*.log"))
        {
            var aside = Directory.CreateDirectory(Path.Combine(live, $"before-{stamp}"));
            File.Move(file, Path.Combine(aside.FullName, Path.GetFileName(file)));
        }
        foreach (var file in Directory.GetFiles(Folder, "*.log")) File.Copy(file, Path.Combine(live, Path.GetFileName(file)));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
