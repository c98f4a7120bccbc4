using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Switches the faults of one stand-in off, or all.</summary>
internal static class RemoveFaults
{
    public static async Task<NoContent> HandleAsync(AppDbContext db, SandboxTurns turns, SandboxSystem? system, CancellationToken ct)
    {
        foreach (var one in system is { } only ? [only] : Enum.GetValues<SandboxSystem>())
        {
            // A call that is just counting its fault up must not find it gone.
            using var turn = await turns.TakeAsync(one, ct);
            await db.SandboxFaults.Where(f => f.System == one).ExecuteDeleteAsync(ct);
        }
        return TypedResults.NoContent();
    }
}
