using HrBpm.Server.Features.SignIn.Messengers;
using HrBpm.Server.Platform;
using HrBpm.Server.Platform.Transport;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>What a browser is shown when a sign-in has ended, well or not.</summary>
internal static class SignInPages
{
    /// <summary>Signs in, or shows the step that comes first.</summary>
    public static async Task<IResult> GoOnAsync(HttpContext http, Account account, SignInWay way, string back, FinishSignIn finish, CancellationToken ct)
    {
        var (_, step) = await finish.RunAsync(account, way, http, ct);
        return step is null ? On(http, back) : await ShowAsync(http, step, back, ct);
    }

    /// <summary>The form of a step.</summary>
    public static async Task<IResult> ShowAsync(HttpContext http, SignInStep step, string back, CancellationToken ct) => step.Next switch
    {
        SignInStep.Kind.Code => SignInForms.Code(http, back, step.Challenge, null),
        SignInStep.Kind.NewPassword => SignInForms.NewPassword(http, back, step.Challenge, null),
        _ => await SignInSteps.OfferAsync(http, back, step.Challenge, ct),
    };

    // Coming from another site, the browser would not send the new cookie along with a redirection (SameSite=Strict); a page of ours asks again.
    private static IResult On(HttpContext http, string back) => HttpMethods.IsPost(http.Request.Method) ? Results.Redirect(back) : PlainPage.GoOn(http, back);

    /// <summary>Somebody came to an address with a part missing, or to one that leads nowhere.</summary>
    public static IResult Incomplete(HttpContext http) => PlainPage.Show(http, PlainPage.Text(http, "这个链接不完整", "This link is not complete"),
        $"<p>{PlainPage.Text(http, "请从登录页重新开始。", "Please begin again from the sign-in page.")}</p>{Again(http, ReturnPath.Default)}", status: StatusCodes.Status400BadRequest);

    /// <summary>The browser came back too late, twice, or with an answer that it did not ask for.</summary>
    public static IResult TooLate(HttpContext http) => PlainPage.Show(http, PlainPage.Text(http, "登录已过期", "This sign-in is over"),
        $"<p>{PlainPage.Text(http, "登录没有在几分钟内完成，或不是在这个浏览器里开始的。", "It was not finished within some minutes, or was not begun in this browser.")}</p>{Again(http, ReturnPath.Default)}", status: StatusCodes.Status400BadRequest);

    /// <summary>A link by which somebody chooses a password was used, is over, or was replaced by a newer one.</summary>
    public static IResult LinkOver(HttpContext http) => PlainPage.Show(http, PlainPage.Text(http, "这个链接已失效", "This link works no more"),
        $"<p>{PlainPage.Text(http, "设置密码的链接只能用一次，过期或有了新的链接后也不能再用。密码已经设置好的话，请直接登录；否则请管理员重新发送。", "A link for choosing a password is good once, for some days, and until a newer one is sent. If you have chosen your password, sign in; otherwise ask an administrator for a new link.")}</p>{Again(http, ReturnPath.Default)}", status: StatusCodes.Status410Gone);

    /// <summary>Whoever was asked elsewhere vouched for nobody who may come in. Why is said to the company's administrators (audit log) and the operator (log), not to whoever tries.</summary>
    public static IResult Elsewhere(HttpContext http, string back, int status = StatusCodes.Status401Unauthorized) => PlainPage.Show(http, PlainPage.Text(http, "没有登录成功", "You are not signed in"),
        $"<p class=\"bad\" role=\"alert\">{PlainPage.Text(http, "您选择的登录方式没有确认您是可以使用的账号。", "The way that you chose did not confirm an account that can be used.")}</p><p>{PlainPage.Text(http, "可以用密码登录，或请管理员查看审计记录。", "You can sign in with your password, or ask an administrator to look into the audit log.")}</p>{Again(http, back)}", status: status);

    /// <summary>Where people land who came from nowhere.</summary>
    public static IResult Done(HttpContext http, CurrentUser user) => user.IsKnown
        ? PlainPage.Show(http, PlainPage.Text(http, "已登录", "Signed in"), $"<p>{PlainPage.Text(http, $"您以{HtmlEncode(user.Name)}的身份登录。", $"You are signed in as {HtmlEncode(user.Name)}.")}</p><form method=\"post\" action=\"/sign-in/out\"><button class=\"second\">{PlainPage.Text(http, "退出登录", "Sign out")}</button></form>")
        : Results.Redirect("/sign-in");

    public static void MapSignInPages(this WebApplication app)
    {
        const string why = "Whoever signs in has no session yet.";
        var pages = app.MapGroup("/sign-in").ExcludeFromDescription();
        pages.MapGet("", SignInPage.ShowAsync).Anonymous(why);
        pages.MapPost("", SignInPage.HandleAsync).CountsFailures().Anonymous(why);
        pages.MapGet("/done", Done).Anonymous("Says who is signed in, or leads to the sign-in.");
        pages.MapPost("/out", SignOutPage.HandleAsync).Anonymous("Signing out twice does no harm.");
        pages.MapGet("/invitation", Accounts.FollowInvitation.ShowAsync).CountsFailures().Anonymous("The token of the link is the proof.");
        pages.MapGet("/passkey.js", (Delegate)PasskeyScript.Show).Anonymous("A script of the sign-in page.");
        pages.MapMessengers();
        pages.MapGet("/oidc/{providerId:guid}", Enterprise.BeginProviderSignIn.HandleAsync).Anonymous(why);
        pages.MapGet("/oidc/{providerId:guid}/callback", Enterprise.FinishProviderSignIn.HandleAsync).CountsFailures().Anonymous("The browser comes back from the provider; state and code say who it is.");
    }

    private static string Again(HttpContext http, string back) => $"<a class=\"button\" href=\"/sign-in?return={Uri.EscapeDataString(back)}\">{PlainPage.Text(http, "返回登录页", "Back to sign-in")}</a>";
}
