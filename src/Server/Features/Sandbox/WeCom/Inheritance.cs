using System.Globalization;
using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary><c>externalcontact/*</c>: the customers of members who were deleted go over to others, a day after it was asked for.</summary>
internal static class Inheritance
{
    private const int MostPerCall = 100, LargestPage = 1000;

    public static async Task<IResult> ListUnassignedAsync(HttpRequest request, WeComCaller caller, TransferBook book, CancellationToken ct)
    {
        var (body, refusal) = await caller.ReadAsync(request, needsContacts: false, ct);
        if (refusal is not null) return refusal;
        var all = await book.UnassignedAsync(ct);
        var (page, next) = Page(all, body.Text("cursor"), Math.Clamp(body.Number("page_size") ?? LargestPage, 1, LargestPage));
        return WeComStandIn.Ok(more: new JsonObject
        {
            ["info"] = new JsonArray([.. page.Select(c => new JsonObject
            {
                ["handover_userid"] = c.Owner.UserId, ["external_userid"] = c.Customer.ExternalUserId, ["dimission_time"] = Unix(c.Owner.DeletedUtc!.Value),
            })]),
            ["is_last"] = next.Length == 0, ["next_cursor"] = next,
        });
    }

    public static async Task<IResult> TransferAsync(HttpRequest request, WeComCaller caller, TransferBook book, AppDbContext db, CancellationToken ct)
    {
        var (body, refusal) = await caller.ReadAsync(request, needsContacts: false, ct);
        if (refusal is not null) return refusal;
        var customers = body["external_userid"] is JsonArray list ? list.Select(c => c?.ToString() ?? "").ToList() : [];
        if (customers.Count is 0 or > MostPerCall) return WeComStandIn.Refuse(WeComStandIn.MissingParameter, "external_userid: 1 to 100");
        var from = body.Text("handover_userid")?.ToLowerInvariant() ?? "";
        if (!await db.WeComMembers.AnyAsync(m => m.UserId == from && m.DeletedUtc != null, ct)) return WeComStandIn.Refuse(WeComStandIn.InvalidUserId, "handover_userid has not left");
        if (await Members.FindAsync(db, body.Text("takeover_userid"), ct) is not { Status: WeComMember.Active } receiver) return WeComStandIn.Refuse(WeComStandIn.InvalidUserId, "takeover_userid is not active");
        var answers = await book.StartAsync(from, receiver.UserId, customers, ct);
        return WeComStandIn.Ok(more: new JsonObject
        {
            ["customer"] = new JsonArray([.. customers.Select(c => new JsonObject { ["external_userid"] = c, ["errcode"] = answers[c] })]),
        });
    }

    public static async Task<IResult> ResultAsync(HttpRequest request, WeComCaller caller, TransferBook book, CancellationToken ct)
    {
        var (body, refusal) = await caller.ReadAsync(request, needsContacts: false, ct);
        if (refusal is not null) return refusal;
        var all = await book.BetweenAsync(body.Text("handover_userid")?.ToLowerInvariant() ?? "", body.Text("takeover_userid")?.ToLowerInvariant() ?? "", ct);
        var (page, next) = Page(all, body.Text("cursor"), MostPerCall);
        return WeComStandIn.Ok(more: new JsonObject
        {
            ["customer"] = new JsonArray([.. page.Select(t => new JsonObject
            {
                ["external_userid"] = t.ExternalUserId, ["status"] = t.Status, ["takeover_time"] = t.Status == WeComTransfer.Done ? Unix(t.StartedUtc) : 0,
            })]),
            ["next_cursor"] = next,
        });
    }

    private static (IEnumerable<T> Items, string Next) Page<T>(IReadOnlyList<T> all, string? cursor, int size)
    {
        var start = int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, all.Count) : 0;
        var end = start + size;
        return (all.Skip(start).Take(size), end < all.Count ? end.ToString(CultureInfo.InvariantCulture) : "");
    }

    private static long Unix(DateTime utc) => new DateTimeOffset(utc, TimeSpan.Zero).ToUnixTimeSeconds();
}
