using HrBpm.Server.Database;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>The page on which people sign in on the way to another program: password, and a code where the account has a second factor.</summary>
internal static class SignInPage
{
    /// <summary>The empty form.</summary>
    public static IResult Show(HttpContext http)
    {
        var back = http.Request.Query["return"].ToString();
        return IsOurs(back) ? Password(http, back, null) : Nowhere(http);
    }

    /// <summary>The form with what somebody typed.</summary>
    public static async Task<IResult> HandleAsync(HttpContext http, AppDbContext db, PasswordCheck passwords, SignInChallenges challenges, CodeCheck codes, FinishSignIn finish, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var back = form["return"].ToString();
        if (!IsOurs(back)) return Nowhere(http);
        if (form["challenge"].ToString() is { Length: > 0 } challenge)
        {
            if (await challenges.ReadAsync(challenge, SignInStep.Kind.Code, db, ct) is not { } begun) return Password(http, back, Text(http, "时间已过，请重新登录。", "That took too long. Please sign in again."));
            var (way, refusal) = await codes.RunAsync(begun.Account, form["code"].ToString(), ct);
            return refusal is not null ? Code(http, back, challenge, Text(http, "验证码不正确，或已锁定。", "The code is not right, or the account is locked.")) : await GoOnAsync(http, begun.Account, way, back, finish, ct);
        }

        var name = Account.Normalise(form["userName"].ToString());
        var account = await db.Users.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().SingleOrDefaultAsync(a => a.NormalizedUserName == name, ct);
        return await passwords.RunAsync(account, form["password"].ToString(), ct) is not null
            ? Password(http, back, Text(http, "用户名或密码不正确，或账号已锁定。", "User name and password do not match, or the account is locked."))
            : await GoOnAsync(http, account!, SignInWay.Password, back, finish, ct);
    }

    private static async Task<IResult> GoOnAsync(HttpContext http, Account account, SignInWay way, string back, FinishSignIn finish, CancellationToken ct)
    {
        var (_, step) = await finish.RunAsync(account, way, http, ct);
        return step switch
        {
            null => Results.Redirect(back),
            { Next: SignInStep.Kind.Code } => Code(http, back, step.Challenge, null),
            _ => ConnectPage.Show(http, Text(http, "还差一步", "One step is missing"),
                $"<p>{Text(http, "请先在 HrBpm 中登录，并设置新密码或身份验证器。", "Please sign in to HrBpm first, and set up a new password or an authenticator app there.")}</p>"),
        };
    }

    private static IResult Password(HttpContext http, string back, string? wrong) => Form(http, back, wrong, $"""
        <label for="userName">{Text(http, "用户名", "User name")}</label><input id="userName" name="userName" autocomplete="username" autocapitalize="none" required autofocus>
        <label for="password">{Text(http, "密码", "Password")}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
        """);

    private static IResult Code(HttpContext http, string back, string challenge, string? wrong) => Form(http, back, wrong, $"""
        <input type="hidden" name="challenge" value="{HtmlEncode(challenge)}">
        <label for="code">{Text(http, "验证码或恢复码", "Code of your authenticator app, or a recovery code")}</label><input id="code" name="code" autocomplete="one-time-code" required autofocus>
        """);

    private static IResult Form(HttpContext http, string back, string? wrong, string fields) => ConnectPage.Show(http, Text(http, "登录", "Sign in"), $"""
        {(wrong is null ? "" : $"<p class=\"bad\" role=\"alert\">{HtmlEncode(wrong)}</p>")}<form method="post" action="/connect/sign-in"><input type="hidden" name="return" value="{HtmlEncode(back)}">
        {fields}<button>{Text(http, "登录", "Sign in")}</button></form>
        """, RedirectUriOf(back), status: wrong is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static IResult Nowhere(HttpContext http) => ConnectPage.Show(http, Text(http, "这个链接不完整", "This link is not complete"),
        $"<p>{Text(http, "请从您要使用的程序重新开始。", "Please begin again from the program that you want to use.")}</p>", status: StatusCodes.Status400BadRequest);

    // Only back to where people come from: anything else would be an open redirect.
    private static bool IsOurs(string back) => back.StartsWith("/connect/authorize?", StringComparison.Ordinal);

    // Browsers hold a form to its whole way, and where consent was given before, that ends at the client.
    private static string? RedirectUriOf(string back) => QueryHelpers.ParseQuery(back[back.IndexOf('?', StringComparison.Ordinal)..]).TryGetValue("redirect_uri", out var uri) ? uri.ToString() : null;

    private static string Text(HttpContext http, string chinese, string english) => ConnectPage.IsChinese(http.Request) ? chinese : english;
}
