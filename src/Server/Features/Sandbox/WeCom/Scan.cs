using System.Text.Json.Nodes;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Scan;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Sandbox.WeCom;

/// <summary>Signing in: the page with the code, which members scan who are neither disabled nor deleted, and <c>auth/getuserinfo</c>.</summary>
internal static class Scan
{
    private const int InvalidCode = 40029;

    public static async Task<IResult> ShowAsync(HttpContext http, AppDbContext db, CancellationToken ct) => ScanPage.Show(http, "企业微信",
        await db.WeComMembers.Where(m => m.DeletedUtc == null && m.Status == WeComMember.Active).OrderBy(m => m.UserId).Select(m => new ScanPage.Person(m.UserId, m.Name)).ToListAsync(ct));

    public static Task<IResult> AnswerAsync(HttpContext http, ScanCodes codes) => ScanPage.AnswerAsync(http, SandboxSystem.WeCom, codes, "code", refused: null);

    public static async Task<IResult> WhoAsync(HttpRequest request, string? code, WeComCaller caller, ScanCodes codes, AppDbContext db, CancellationToken ct)
    {
        if (await caller.WhyNotAsync(request, needsContacts: false, ct) is { } refusal) return refusal;
        if (codes.Use(SandboxSystem.WeCom, code) is not { } who) return WeComStandIn.Refuse(InvalidCode, "invalid code");
        return await Members.FindAsync(db, who, ct) is { Status: WeComMember.Active } member
            ? WeComStandIn.Ok(more: new JsonObject { ["userid"] = member.UserId })
            : WeComStandIn.Ok(more: new JsonObject { ["openid"] = "oSandboxOutsider" });
    }
}
