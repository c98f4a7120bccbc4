using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Faults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox.Payroll;

/// <summary>A payroll system that speaks docs/payroll-protocol.md.</summary>
internal static class PayrollStandIn
{
    private const int LongestKey = 200, MostItems = 200;
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private sealed record Order(string? StatementId, string? EmployeeNumber, string? Reason, IReadOnlyList<Item?>? Items);

    private sealed record Item(string? ItemId, string? Kind, long AmountMinor, string? Currency);

    public static void MapPayrollStandIn(this IEndpointRouteBuilder routes) =>
        routes.MapStandIn("/sandbox/payroll", new Vendor(SandboxSystem.Payroll,
            fault => Problem(fault.Status, "payroll.sandbox-fault", "Expected the payroll system to work, but a fault is switched on."), _ => Task.FromResult<IResult?>(NotAllowed())))
            .MapPost("/releases", ReleaseAsync);

    private static async Task<IResult> ReleaseAsync(HttpContext http, AppDbContext db, IOptions<PayrollOptions> options, TimeProvider time, CancellationToken ct)
    {
        if (!AuthenticationHeaderValue.TryParse(http.Request.Headers.Authorization, out var given) || given is not { Scheme: "Bearer", Parameter: { } token } || !SandboxCredentials.Match(token, options.Value.Token))
            return NotAllowed();
        if (http.Request.Headers["Idempotency-Key"].ToString() is not { Length: > 0 and <= LongestKey } key)
            return Problem(StatusCodes.Status400BadRequest, "payroll.no-key", $"Expected an Idempotency-Key of 1 to {LongestKey} characters, but there is none.");
        using MemoryStream buffer = new();
        await http.Request.Body.CopyToAsync(buffer, ct);
        var body = buffer.ToArray();
        var hash = Convert.ToHexStringLower(SHA256.HashData(body));
        if (await db.PayrollReleases.AsNoTracking().SingleOrDefaultAsync(r => r.IdempotencyKey == key, ct) is { } first) return Replay(http, first, hash);
        if (Parse(body) is not { } order) return Problem(StatusCodes.Status400BadRequest, "payroll.malformed", "Expected a JSON object as the protocol describes it, but the body is something else.");
        if (WhyNot(order) is { } sentence) return Problem(StatusCodes.Status422UnprocessableEntity, "payroll.invalid", sentence);
        return await PayAsync(db, key, hash, order, time.GetUtcNow().UtcDateTime, ct);
    }

    private static IResult Replay(HttpContext http, PayrollRelease first, string hash)
    {
        if (first.BodyHash != hash) return Problem(StatusCodes.Status422UnprocessableEntity, "payroll.key-reused", "Expected the same body as the first time with this Idempotency-Key, but it differs.");
        http.Response.Headers["Idempotency-Replayed"] = "true";
        return Results.Text(first.Answer, "application/json", statusCode: StatusCodes.Status200OK);
    }

    private static async Task<IResult> PayAsync(AppDbContext db, string key, string hash, Order order, DateTime nowUtc, CancellationToken ct)
    {
        var ids = order.Items!.Select(i => i!.ItemId!).ToList();
        if (await db.PaidItems.AsNoTracking().FirstOrDefaultAsync(i => ids.Contains(i.ItemId), ct) is { } paid)
            return Problem(StatusCodes.Status409Conflict, "payroll.already-released", $"Expected item {paid.ItemId} not to be released yet, but it was, on {paid.AtUtc:yyyy-MM-dd}.");
        var items = order.Items!.Select(i => new PaidItem
        {
            ItemId = i!.ItemId!, ReleaseId = $"PR-{Guid.CreateVersion7():N}", StatementId = order.StatementId!, EmployeeNumber = order.EmployeeNumber!,
            Kind = i.Kind!, Currency = i.Currency!, AtUtc = nowUtc,
        }).ToList();
        var answer = JsonSerializer.Serialize(new { releases = items.Select(i => new { itemId = i.ItemId, releaseId = i.ReleaseId }) });
        db.AddRange(items);
        db.Add(new PayrollRelease { IdempotencyKey = key, BodyHash = hash, Answer = answer, AtUtc = nowUtc });
        db.AddRange(items.Select(i => new SandboxEffect { System = SandboxSystem.Payroll, Kind = "itemPaid", Subject = i.ItemId, AtUtc = nowUtc }));
        await db.SaveChangesAsync(ct);
        return Results.Text(answer, "application/json", statusCode: StatusCodes.Status201Created);
    }

    private static Order? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Order>(body, Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? WhyNot(Order order)
    {
        if (order.StatementId is not { Length: >= 1 and <= 100 } || order.EmployeeNumber is not { Length: >= 1 and <= 50 }) return "Expected a statementId and an employeeNumber, but one is missing or too long.";
        if (order.Items is not { Count: >= 1 and <= MostItems } items) return $"Expected 1 to {MostItems} items, but there are {order.Items?.Count ?? 0}.";
        if (items.Any(i => i is not { ItemId.Length: >= 1 and <= 100, Kind.Length: >= 1 and <= 50, AmountMinor: > 0, Currency.Length: 3 })) return "Expected each item to have an itemId, a kind, an amountMinor above 0 and a currency, but one does not.";
        return items.DistinctBy(i => i!.ItemId).Count() == items.Count ? null : "Expected each item once, but one is listed twice.";
    }

    private static IResult NotAllowed() => Problem(StatusCodes.Status401Unauthorized, "payroll.not-authorised", "Expected a valid bearer token, but there is none.");

    private static IResult Problem(int status, string code, string detail) =>
        Results.Json(new { status, code, detail }, Json, "application/problem+json", status);
}
