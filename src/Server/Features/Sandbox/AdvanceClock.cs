using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Moves the server's time forward: deadlines and waiting times pass without anybody waiting.</summary>
internal static class AdvanceClock
{
    /// <summary>One move should be a deadline away, not lose a decade to a typing error.</summary>
    private static readonly TimeSpan FurthestMove = TimeSpan.FromDays(3660);

    /// <param name="By">How far to move, for example <c>1.02:00:00</c>; or</param>
    /// <param name="To">when to move to, UTC.</param>
    public sealed record Request(TimeSpan? By = null, DateTime? To = null);

    public static async Task<Results<Ok<ReadClock.Response>, ProblemHttpResult>> HandleAsync(Request request, StoredClock stored, ShiftableClock clock, IDueWork due, CancellationToken ct)
    {
        if (request.By is null == request.To is null)
            return Problems.Invalid("sandbox.clock.invalid", $"Expected either 'by' or 'to', but there is {(request.By is null ? "neither" : "both")}.");
        if (request.To is { Kind: not DateTimeKind.Utc })
            return Problems.Invalid("sandbox.clock.invalid", "Expected 'to' to be UTC, such as 2026-05-31T09:00:00Z, but it has another offset or none.");
        var by = request.By ?? request.To!.Value - clock.GetUtcNow().UtcDateTime;
        if (by <= TimeSpan.Zero || by > FurthestMove)
            return Problems.Invalid("sandbox.clock.invalid", $"Expected a move forward of at most {FurthestMove.Days} days, but it would be by {by}.");
        await stored.AdvanceAsync(by, ct);
        await due.RunUntilIdleAsync(ct);
        return ReadClock.Handle(clock);
    }
}
