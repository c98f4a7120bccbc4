using HrBpm.Activities.Connectors.DingTalk;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Sandbox.Faults;
using HrBpm.Server.Features.Sandbox.Scan;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HrBpm.Server.Features.Sandbox.DingTalk;

/// <summary>DingTalk as far as people sign in by it: the page with the code, <c>oauth2/userAccessToken</c> and <c>contact/users/me</c>. Errors have a status and a code in words.</summary>
internal static class DingTalkStandIn
{
    private const int SecondsOfToken = 7200;

    /// <summary>What the connector sends.</summary>
    internal sealed record TokenRequest(string? ClientId = null, string? ClientSecret = null, string? Code = null, string? RefreshToken = null, string? GrantType = null);

    public static void MapDingTalkStandIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapStandIn("/sandbox/dingtalk/v1.0", new Vendor(SandboxSystem.DingTalk, fault => Refuse(fault.Status, "sandbox.fault"), _ => Task.FromResult<IResult?>(NotAllowed())));
        group.MapPost("/oauth2/userAccessToken", Redeem);
        group.MapGet("/contact/users/me", WhoAsync);
    }

    public static async Task<IResult> ShowAsync(HttpContext http, AppDbContext db, CancellationToken ct) => ScanPage.Show(http, "钉钉",
        await db.People.Where(p => p.DingTalkUnionId != null).OrderBy(p => p.DingTalkUnionId).Select(p => new ScanPage.Person(p.DingTalkUnionId!, p.Name)).ToListAsync(ct));

    public static Task<IResult> AnswerAsync(HttpContext http, ScanCodes codes) => ScanPage.AnswerAsync(http, SandboxSystem.DingTalk, codes, "authCode", refused: "access_denied");

    private static IResult Redeem(TokenRequest body, IOptions<DingTalkOptions> options, ScanCodes codes)
    {
        if (body.ClientId != options.Value.ClientId || !SandboxCredentials.Match(body.ClientSecret ?? "", options.Value.ClientSecret)) return Refuse(StatusCodes.Status400BadRequest, "invalidClientIdOrSecret");
        if (body.GrantType != "authorization_code" || codes.Use(SandboxSystem.DingTalk, body.Code) is not { } who) return Refuse(StatusCodes.Status400BadRequest, "invalidParameter.authCode.notFound");
        return Results.Json(new { accessToken = codes.Give(SandboxSystem.DingTalk, who), refreshToken = SandboxCredentials.New(), expireIn = SecondsOfToken });
    }

    private static async Task<IResult> WhoAsync(HttpRequest request, ScanCodes codes, AppDbContext db, CancellationToken ct)
    {
        if (codes.Use(SandboxSystem.DingTalk, request.Headers["x-acs-dingtalk-access-token"].ToString()) is not { } who) return NotAllowed();
        var name = await db.People.Where(p => p.DingTalkUnionId == who).Select(p => p.Name).FirstOrDefaultAsync(ct);
        return Results.Json(new { nick = name ?? "外部人员", unionId = name is null ? "outsider" : who, openId = "o-" + who });
    }

    private static IResult NotAllowed() => Refuse(StatusCodes.Status401Unauthorized, "InvalidAuthentication");

    private static IResult Refuse(int status, string code) => Results.Json(new { code, requestid = "sandbox", message = code }, statusCode: status);
}
