using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Stands before each route of a stand-in: one call at a time, and now and then a fault.</summary>
internal static class StandIn
{
    /// <summary>Longest time that a call without an answer is kept open, in case its caller never gives up.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>Routes of one stand-in. They speak another vendor's protocol, so they are no part of our API's description.</summary>
    /// <param name="routes">Where to map.</param>
    /// <param name="path">Path of the group.</param>
    /// <param name="system">Which system.</param>
    /// <param name="refuse">What the system says when it fails: HTTP status, and errcode where it has such a thing.</param>
    public static RouteGroupBuilder MapStandIn(this IEndpointRouteBuilder routes, string path, SandboxSystem system, Func<FaultAnswer, IResult> refuse)
    {
        var group = routes.MapGroup(path).ExcludeFromDescription().Anonymous("speaks the vendor's own authentication");
        group.AddEndpointFilter((context, next) => AnswerAsync(context, next, system, refuse));
        return group;
    }

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, SandboxSystem system, Func<FaultAnswer, IResult> refuse)
    {
        var http = context.HttpContext;
        var turns = http.RequestServices.GetRequiredService<SandboxTurns>();
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        var ct = http.RequestAborted;
        (SandboxFault Fault, bool Heads)? hit;
        object? answer = null;
        using (await turns.TakeAsync(system, ct))
        {
            hit = await http.RequestServices.GetRequiredService<NextFault>().TakeAsync(system, ct);
            if (DoesTheWork(hit)) answer = await next(context);
        }
        switch (hit?.Fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(hit.Value.Fault.Delay, time, ct);
                return answer;
            case FaultKind.Http5xx:
                return refuse(new FaultAnswer(StatusCodes.Status503ServiceUnavailable, null));
            case FaultKind.Errcode:
                return refuse(new FaultAnswer(StatusCodes.Status200OK, hit.Value.Fault.Errcode));
            case FaultKind.ExpiredToken:
                return refuse(new FaultAnswer(StatusCodes.Status401Unauthorized, WeCom.WeComStandIn.ExpiredToken));
            case FaultKind.Timeout:
                await Task.Delay(LongestSilence, time, ct).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                http.Abort();
                return Results.Empty;
            case FaultKind.Down:
                http.Abort();
                return Results.Empty;
            default:
                return answer;
        }
    }

    private static bool DoesTheWork((SandboxFault Fault, bool Heads)? hit) => hit switch
    {
        null or { Fault.Kind: FaultKind.Latency or FaultKind.Timeout } => true,
        { Fault.Kind: FaultKind.Http5xx, Heads: true } => true,
        _ => false,
    };
}

/// <summary>What a stand-in is to answer because of a fault.</summary>
internal sealed record FaultAnswer(int Status, int? Errcode);
