using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Health;

/// <summary>Tells a load balancer whether this process can work.</summary>
internal static class HealthFeature
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", CheckHealth.HandleAsync).WithSummary("Whether the database is reachable and migrated.").WithTags("Health")
            .Anonymous("A load balancer has no account, and the answer says nothing about people.");
}

internal static class CheckHealth
{
    /// <param name="Status">Always <c>healthy</c>; anything else is a problem with status 503.</param>
    /// <param name="Database">Which database the server runs on.</param>
    public sealed record Response(string Status, DatabaseProvider Database);

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> HandleAsync(IServiceScopeFactory scopes, DatabaseOptions options, CancellationToken ct)
    {
        // Not on behalf of whoever asks: a person may not see which migrations there are.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        if (!await db.Database.CanConnectAsync(ct))
            return Problems.Problem(StatusCodes.Status503ServiceUnavailable, "health.database", $"Expected the {options.Provider} database to answer, but it does not.");
        var pending = await db.Database.GetPendingMigrationsAsync(ct);
        return pending.Any()
            ? Problems.Problem(StatusCodes.Status503ServiceUnavailable, "health.migrations", $"Expected no pending migrations, but there are: {string.Join(", ", pending)}.")
            : TypedResults.Ok(new Response("healthy", options.Provider));
    }
}
