using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Sandbox.Faults;

/// <summary>Stands before each route of a stand-in: one call at a time, and now and then a fault.</summary>
internal static class StandIn
{
    /// <summary>Longest time that a call without an answer is kept open, in case its caller never gives up.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromMinutes(2);

    /// <summary>Routes of one stand-in. They speak another vendor's protocol, so they are no part of our API's description.</summary>
    public static RouteGroupBuilder MapStandIn(this IEndpointRouteBuilder routes, string path, Vendor vendor)
    {
        var group = routes.MapGroup(path).ExcludeFromDescription().Anonymous("speaks the vendor's own authentication");
        group.AddEndpointFilter((context, next) => AnswerAsync(context, next, vendor));
        return group;
    }

    private static async ValueTask<object?> AnswerAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, Vendor vendor)
    {
        var services = context.HttpContext.RequestServices;
        var ct = context.HttpContext.RequestAborted;
        (SandboxFault Fault, bool Heads)? hit;
        object? answer = null;
        using (await services.GetRequiredService<SandboxTurns>().TakeAsync(vendor.System, ct))
        {
            hit = await services.GetRequiredService<NextFault>().TakeAsync(vendor.System, ct);
            if (hit?.Fault.Kind == FaultKind.ExpiredToken) answer = await vendor.ExpireAsync(context.HttpContext) ?? await next(context);
            else if (DoesTheWork(hit)) answer = await next(context);
        }
        return hit is { Fault: var fault } ? await SpoilAsync(fault, answer, context.HttpContext, vendor) : answer;
    }

    private static async Task<object?> SpoilAsync(SandboxFault fault, object? answer, HttpContext http, Vendor vendor)
    {
        var time = http.RequestServices.GetRequiredService<TimeProvider>();
        switch (fault.Kind)
        {
            case FaultKind.Http5xx:
                return vendor.Refuse(new FaultAnswer(StatusCodes.Status503ServiceUnavailable, null));
            case FaultKind.Errcode:
                return vendor.Refuse(new FaultAnswer(StatusCodes.Status200OK, fault.Errcode));
            case FaultKind.Latency:
                await Task.Delay(fault.Delay, time, http.RequestAborted);
                return answer;
            case FaultKind.Timeout:
                await Task.Delay(LongestSilence, time, http.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                goto case FaultKind.Down;
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
        { Fault.Kind: FaultKind.Http5xx } => hit.Value.Heads,
        _ => false,
    };
}

/// <summary>What a stand-in is to answer because of a fault.</summary>
internal sealed record FaultAnswer(int Status, int? Errcode);

/// <summary>How one vendor's stand-in fails in that vendor's own words.</summary>
/// <param name="System">Which system.</param>
/// <param name="Refuse">Its way of saying that something failed.</param>
/// <param name="ExpireAsync">Makes the caller's credentials count no more; an answer, or null when the route itself will say so.</param>
internal sealed record Vendor(SandboxSystem System, Func<FaultAnswer, IResult> Refuse, Func<HttpContext, Task<IResult?>> ExpireAsync);
