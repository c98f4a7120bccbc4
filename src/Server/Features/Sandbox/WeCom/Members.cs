using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary><c>user/*</c>: the address book.</summary>
internal static class Members
{
    public static async Task<IResult> GetAsync(HttpRequest request, string? userid, WeComCaller caller, AppDbContext db, CancellationToken ct)
    {
        if (await caller.WhyNotAsync(request, needsContacts: true, ct) is { } refusal) return refusal;
        return await FindAsync(db, userid, ct) is { } member
            ? WeComStandIn.Ok(more: new JsonObject { ["userid"] = member.UserId, ["name"] = member.Name, ["department"] = new JsonArray(1), ["status"] = member.Status })
            : Unknown();
    }

    public static async Task<IResult> UpdateAsync(HttpRequest request, WeComCaller caller, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        var (body, refusal) = await caller.ReadAsync(request, needsContacts: true, ct);
        if (refusal is not null) return refusal;
        if (await FindAsync(db, body.Text("userid"), ct) is not { } member) return Unknown();
        if (body.Number("enable") is { } enable) Enable(member, enable != 0, db, time.GetUtcNow().UtcDateTime);
        await db.SaveChangesAsync(ct);
        return WeComStandIn.Ok("updated");
    }

    public static async Task<IResult> DeleteAsync(HttpRequest request, string? userid, WeComCaller caller, AppDbContext db, TimeProvider time, CancellationToken ct)
    {
        if (await caller.WhyNotAsync(request, needsContacts: true, ct) is { } refusal) return refusal;
        if (await FindAsync(db, userid, ct) is not { } member) return Unknown();
        member.DeletedUtc = time.GetUtcNow().UtcDateTime;
        db.Add(new SandboxEffect { System = SandboxSystem.WeCom, Kind = "memberDeleted", Subject = member.UserId, AtUtc = member.DeletedUtc.Value });
        await db.SaveChangesAsync(ct);
        return WeComStandIn.Ok("deleted");
    }

    public static Task<WeComMember?> FindAsync(AppDbContext db, string? userId, CancellationToken ct)
    {
        var id = userId?.ToLowerInvariant() ?? "";
        return db.WeComMembers.SingleOrDefaultAsync(m => m.UserId == id && m.DeletedUtc == null, ct);
    }

    private static void Enable(WeComMember member, bool enable, AppDbContext db, DateTime nowUtc)
    {
        member.Status = enable ? WeComMember.Active : WeComMember.Disabled;
        // Counted whenever it is asked for, even when nothing changes: a caller who disables twice is to be seen.
        db.Add(new SandboxEffect { System = SandboxSystem.WeCom, Kind = enable ? "memberEnabled" : "memberDisabled", Subject = member.UserId, AtUtc = nowUtc });
    }

    private static IResult Unknown() => WeComStandIn.Refuse(WeComStandIn.UnknownMember, "userid not found");
}
