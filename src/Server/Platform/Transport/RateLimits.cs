using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HrBpm.Server.Platform.Transport;

/// <summary>How often somebody may ask. Who asks too often gets 429 with <c>Retry-After</c>.</summary>
internal static class RateLimits
{
    /// <summary>For routes that take a file of any size that is allowed: so many files per person and minute.</summary>
    public static TBuilder CountsUploads<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new CountedCalls(CallBudget.Uploads));

    /// <summary>For routes that make the server work for long, or that tell a secret each time: so many calls of all of them together per person and minute.</summary>
    public static TBuilder IsExpensive<TBuilder>(this TBuilder route) where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new CountedCalls(CallBudget.Expensive));

    /// <summary>For sign-in: so many failures per address. Those who know their password are never counted.</summary>
    public static RouteHandlerBuilder CountsFailures(this RouteHandlerBuilder route) => route.AddEndpointFilter(async (context, next) =>
    {
        var failures = context.HttpContext.RequestServices.GetRequiredService<FailedSignIns>();
        if (failures.WhyNot(context.HttpContext) is { } wait) return TooMany(context.HttpContext, "sign-in.too-many-failures", wait);
        var answer = await next(context);
        if (IsFailure(answer)) failures.Count(context.HttpContext);
        return answer;
    });

    /// <summary>The same for addresses that OpenIddict answers itself, before any route: refused client secrets, codes and refresh tokens count. Before authentication.</summary>
    public static void UseFailureCount(this WebApplication app, params PathString[] paths) => app.Use(async (http, next) =>
    {
        if (!paths.Contains(http.Request.Path))
        {
            await next(http);
            return;
        }

        var failures = http.RequestServices.GetRequiredService<FailedSignIns>();
        if (failures.WhyNot(http) is { } wait)
        {
            await TooMany(http, "sign-in.too-many-failures", wait).ExecuteAsync(http);
            return;
        }

        // Before the answer leaves: whoever reads it may be back before anything that comes after.
        http.Response.OnStarting(() =>
        {
            if (http.Response.StatusCode is StatusCodes.Status400BadRequest or StatusCodes.Status401Unauthorized) failures.Count(http);
            return Task.CompletedTask;
        });
        await next(http);
    });

    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddSingleton<FailedSignIns>();
        services.AddSingleton<CallBudgets>();
    }

    /// <summary>Refuses calls over the budget of their route. After authentication: budgets are counted per person.</summary>
    public static void UseRateLimits(this WebApplication app) => app.Use(async (http, next) =>
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<CountedCalls>() is { } counted
            && http.RequestServices.GetRequiredService<CallBudgets>().WhyNot(counted.Budget, WhoAsks(http)) is { } wait)
            await TooMany(http, "request.too-often", wait).ExecuteAsync(http);
        else await next(http);
    });

    // A network of IPv6 belongs to one customer: whoever has it has all of its addresses.
    internal static string AddressOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address) return "unknown";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes().Take(8), .. new byte[8]]).ToString() : address.ToString();
    }

    private static string WhoAsks(HttpContext http) =>
        http.RequestServices.GetRequiredService<CurrentUser>() is { IsKnown: true } user ? user.Actor : AddressOf(http);

    private static ProblemHttpResult TooMany(HttpContext http, string code, TimeSpan wait)
    {
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problems.Problem(StatusCodes.Status429TooManyRequests, code, string.Create(CultureInfo.InvariantCulture, $"Expected fewer requests of this kind, but there were too many. Try again in {seconds} seconds."));
    }

    private static bool IsFailure(object? answer) => Innermost(answer) switch
    {
        IStatusCodeHttpResult { StatusCode: >= 400 and < 500 } => true,
        IValueHttpResult { Value: IRefusesSignIn { IsAuthenticated: false } } => true,
        _ => false,
    };

    private static object? Innermost(object? answer) => answer is INestedHttpResult nested ? Innermost(nested.Result) : answer;
}

/// <summary>An answer of status 200 that may mean no: Elsa's clients expect it so.</summary>
internal interface IRefusesSignIn
{
    bool IsAuthenticated { get; }
}

/// <summary>Sign-ins that failed, by address.</summary>
internal sealed class FailedSignIns(TransportOptions options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(address,
        _ => new FixedWindowRateLimiterOptions { PermitLimit = options.FailedSignIns, Window = options.FailureWindow, QueueLimit = 0 }));

    /// <summary>How long the address has to wait; null when it may try.</summary>
    public TimeSpan? WhyNot(HttpContext http)
    {
        using var lease = limiter.AttemptAcquire(RateLimits.AddressOf(http), permitCount: 0);
        if (lease.IsAcquired) return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : options.FailureWindow;
    }

    public void Count(HttpContext http) => limiter.AttemptAcquire(RateLimits.AddressOf(http)).Dispose();

    public void Dispose() => limiter.Dispose();
}
