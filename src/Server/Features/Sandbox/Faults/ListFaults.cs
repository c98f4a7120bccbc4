using HrBpm.Server.Database;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Lists the faults that are switched on.</summary>
internal static class ListFaults
{
    /// <param name="Id">Its id.</param>
    /// <param name="System">Which stand-in fails.</param>
    /// <param name="Kind">How it fails.</param>
    /// <param name="Errcode">For kind <c>errcode</c>.</param>
    /// <param name="Delay">For kind <c>latency</c>.</param>
    /// <param name="Rate">Share of the calls that fail.</param>
    /// <param name="UntilUtc">When it ends, by the server's clock; null = when it is removed.</param>
    /// <param name="Seed">Which series of chances.</param>
    /// <param name="Seen">Calls that it has looked at so far.</param>
    /// <param name="Hits">Calls that it has hit so far.</param>
    public sealed record Fault(Guid Id, SandboxSystem System, FaultKind Kind, int? Errcode, TimeSpan Delay, double Rate, DateTime? UntilUtc, int Seed, long Seen, long Hits);

    public static async Task<Ok<List<Fault>>> HandleAsync(AppDbContext db, CancellationToken ct) =>
        TypedResults.Ok((await db.SandboxFaults.AsNoTracking().OrderBy(f => f.Id).ToListAsync(ct)).ConvertAll(Describe));

    public static Fault Describe(SandboxFault f) => new(f.Id, f.System, f.Kind, f.Errcode, f.Delay, f.Rate, f.UntilUtc, f.Seed, f.Seen, f.Hits);
}
