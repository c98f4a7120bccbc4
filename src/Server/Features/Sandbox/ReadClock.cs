using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Features.Sandbox;

/// <summary>Tells the server's time.</summary>
internal static class ReadClock
{
    /// <param name="NowUtc">The server's time, UTC.</param>
    /// <param name="AheadBy">How far it is ahead of the machine's.</param>
    public sealed record Response(DateTime NowUtc, TimeSpan AheadBy);

    public static Ok<Response> Handle(ShiftableClock clock) => TypedResults.Ok(new Response(clock.GetUtcNow().UtcDateTime, clock.Offset));
}
