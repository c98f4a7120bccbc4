using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Switches faults of the stand-ins on and off.</summary>
internal static class FaultOrders
{
    private static readonly TimeSpan DefaultDelay = TimeSpan.FromSeconds(2), LongestDelay = TimeSpan.FromMinutes(1);

    /// <param name="System">Which stand-in fails.</param>
    /// <param name="Kind">How it fails.</param>
    /// <param name="Errcode">For kind <c>errcode</c>: what WeCom answers, for example 45009.</param>
    /// <param name="Delay">For kind <c>latency</c>: how late the answer is; default 2 s.</param>
    /// <param name="Rate">Share of the calls that fail; default 1 = all.</param>
    /// <param name="UntilUtc">When it ends, by the server's clock; default: when it is removed.</param>
    /// <param name="Seed">Which series of chances; the same seed hits the same calls. Default 1.</param>
    public sealed record Request(SandboxSystem System, FaultKind Kind, int? Errcode = null, TimeSpan? Delay = null, double Rate = 1, DateTime? UntilUtc = null, int Seed = 1);

    public sealed record Response(Guid Id, SandboxSystem System, FaultKind Kind, int? Errcode, TimeSpan Delay, double Rate, DateTime? UntilUtc, int Seed, long Seen, long Hits);

    public static async Task<Ok<List<Response>>> ListAsync(AppDbContext db, CancellationToken ct) =>
        TypedResults.Ok((await db.SandboxFaults.AsNoTracking().OrderBy(f => f.Id).ToListAsync(ct)).ConvertAll(Describe));

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> AddAsync(Request request, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        if (WhyNot(request, time.GetUtcNow().UtcDateTime) is { } sentence) return Problems.Invalid("sandbox.fault.invalid", sentence);
        SandboxFault fault = new()
        {
            System = request.System, Kind = request.Kind, Errcode = request.Errcode, Rate = request.Rate, UntilUtc = request.UntilUtc, Seed = request.Seed,
            Delay = request.Kind == FaultKind.Latency ? request.Delay ?? DefaultDelay : TimeSpan.Zero,
        };
        db.Add(fault);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(Describe(fault));
    }

    /// <summary>Removes the faults of one stand-in, or all.</summary>
    public static async Task<NoContent> RemoveAsync(AppDbContext db, SandboxTurns turns, SandboxSystem? system, CancellationToken ct)
    {
        foreach (var one in system is { } only ? [only] : Enum.GetValues<SandboxSystem>())
        {
            // A call that is just counting its fault up must not find it gone.
            using var turn = await turns.TakeAsync(one, ct);
            await db.SandboxFaults.Where(f => f.System == one).ExecuteDeleteAsync(ct);
        }
        return TypedResults.NoContent();
    }

    private static string? WhyNot(Request request, DateTime nowUtc) => request switch
    {
        { Rate: not (>= 0 and <= 1) } => $"Expected 'rate' to be from 0 to 1, but it is {request.Rate}.",
        { UntilUtc.Kind: not DateTimeKind.Utc } => "Expected 'untilUtc' to be UTC, such as 2026-05-31T09:00:00Z, but it has another offset or none.",
        { UntilUtc: { } until } when until <= nowUtc => $"Expected 'untilUtc' to be after {nowUtc:O}, but it is {until:O}.",
        { Kind: FaultKind.Errcode, System: not SandboxSystem.WeCom } => $"Expected an errcode for WeCom, which alone has them, but it is for {request.System}.",
        { Kind: FaultKind.Errcode, Errcode: null or 0 } => "Expected 'errcode' to say which, but it is missing or 0.",
        { Kind: not FaultKind.Errcode, Errcode: not null } => $"Expected 'errcode' only with kind errcode, but the kind is {request.Kind}.",
        { Kind: not FaultKind.Latency, Delay: not null } => $"Expected 'delay' only with kind latency, but the kind is {request.Kind}.",
        { Delay: { } delay } when delay <= TimeSpan.Zero || delay > LongestDelay => $"Expected 'delay' to be above 0 and at most {LongestDelay}, but it is {delay}.",
        _ => null,
    };

    private static Response Describe(SandboxFault f) => new(f.Id, f.System, f.Kind, f.Errcode, f.Delay, f.Rate, f.UntilUtc, f.Seed, f.Seen, f.Hits);
}
