using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Decides whether the next call to a stand-in fails. Called while the stand-in's turn is taken.</summary>
internal sealed class NextFault(AppDbContext db, TimeProvider time)
{
    /// <summary>The first fault that hits this call, with a coin for what it leaves open; null when none does.</summary>
    public async Task<(SandboxFault Fault, bool Heads)?> TakeAsync(SandboxSystem system, CancellationToken ct)
    {
        var nowUtc = time.GetUtcNow().UtcDateTime;
        var faults = await db.SandboxFaults.Where(f => f.System == system && (f.UntilUtc == null || f.UntilUtc > nowUtc)).OrderBy(f => f.Id).ToListAsync(ct);
        foreach (var fault in faults)
        {
            var (number, heads) = FaultDice.Throw(fault.Seed, fault.Seen++);
            if (number >= fault.Rate) continue;
            fault.Hits++;
            await db.SaveChangesAsync(ct);
            return (fault, heads);
        }
        if (faults.Count > 0) await db.SaveChangesAsync(ct);
        return null;
    }
}
