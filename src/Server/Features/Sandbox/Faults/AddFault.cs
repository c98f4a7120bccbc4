using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Switches a fault of a stand-in on.</summary>
internal static class AddFault
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

    public static async Task<Results<Ok<ListFaults.Fault>, ProblemHttpResult>> HandleAsync(Request request, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        if (WhyNot(request, time.GetUtcNow().UtcDateTime) is { } sentence) return Problems.Invalid("sandbox.fault.invalid", sentence);
        SandboxFault fault = new()
        {
            System = request.System, Kind = request.Kind, Errcode = request.Errcode, Rate = request.Rate, UntilUtc = request.UntilUtc, Seed = request.Seed,
            Delay = request.Kind == FaultKind.Latency ? request.Delay ?? DefaultDelay : TimeSpan.Zero,
        };
        db.Add(fault);
        await db.SaveChangesAsync(ct);
        return TypedResults.Ok(ListFaults.Describe(fault));
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
}
