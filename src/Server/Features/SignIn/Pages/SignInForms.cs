using System.Globalization;
using System.Text;
using HrBpm.Server.Features.SignIn.Enterprise;
using Microsoft.AspNetCore.WebUtilities;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>The forms of a sign-in, one for each step. They work without scripts; only passkeys need one.</summary>
internal static class SignInForms
{
    /// <param name="OfCompany">The providers of the company that was named.</param>
    /// <param name="ToAll">The messengers.</param>
    internal sealed record Offers(IReadOnlyList<OfferedSignIns.Offer> OfCompany, IReadOnlyList<OfferedSignIns.Offer> ToAll);

    private const string Bubbles = """<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M9.5 4.5C5.9 4.5 3 6.9 3 9.9c0 1.7.9 3.2 2.4 4.2L5 16.5l2.4-1.3c.7.2 1.4.3 2.1.3M9 13.6c0 2.6 2.6 4.7 5.8 4.7.6 0 1.3-.1 1.9-.3l2.1 1.1-.4-2c1.3-.8 2.1-2.1 2.1-3.5 0-2.6-2.6-4.7-5.7-4.7S9 11 9 13.6z"/></svg>""";
    private const string Fingerprint = """<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M7 19.5c1.2-2 1.5-4.5 1.5-7a3.5 3.5 0 017 0c0 2.7-.2 5.5-1.2 8.5M12 12.5c0 3-.4 6-1.7 8.5M4.3 16.5c.7-1.5.9-2.7.9-4.5a6.8 6.8 0 0113.6 0c0 2.2 0 3.7-.4 6"/></svg>""";
    private const string House = """<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="M5 21V4h9v17M14 9h5v12M3 21h18M8 8h3M8 12h3M8 16h3"/></svg>""";

    /// <summary>Name and password, a passkey, and what the company and the server offer.</summary>
    /// <param name="http">The request.</param>
    /// <param name="back">Where to go on afterwards.</param>
    /// <param name="company">What was typed to find the company; null for nothing.</param>
    /// <param name="offers">By what else people may sign in.</param>
    /// <param name="wrong">What went wrong before; null for nothing.</param>
    /// <param name="userName">What was typed before.</param>
    /// <param name="demo">The people of the demo; null where there is none.</param>
    public static IResult Entrance(HttpContext http, string back, string? company, Offers offers, string? wrong = null, string? userName = null, string? demo = null)
    {
        var body = new StringBuilder(Wrong(wrong)).Append(CultureInfo.InvariantCulture, $"""
            <p>{Text(http, "用您的用户名，或公司的登录方式", "With your user name, or in the way of your company")}</p>
            <p class="bad" id="passkey-wrong" role="alert" hidden>{Text(http, "没有通过通行密钥登录。", "The passkey did not sign you in.")}</p>
            <form method="post" action="/sign-in">{Hidden("return", back)}{(company is null ? "" : Hidden("company", company))}
            <label for="userName">{Text(http, "用户名", "User name")}</label><input id="userName" name="userName" autocomplete="username webauthn" autocapitalize="none" spellcheck="false" value="{HtmlEncode(userName)}" required{(userName is null ? " autofocus" : "")}>
            <label for="password">{Text(http, "密码", "Password")}</label><input id="password" name="password" type="password" autocomplete="current-password" required{(userName is null ? "" : " autofocus")}>
            <button>{Text(http, "用密码登录", "Sign in with password")}</button></form>
            <form method="post" action="/sign-in" id="passkey-next">{Hidden("return", back)}<input type="hidden" name="step" value="newPassword"><input type="hidden" name="challenge" value=""></form>
            <button class="second" id="passkey" type="button" hidden>{Fingerprint}{Text(http, "用通行密钥登录", "Sign in with a passkey")}</button>
            <p class="or">{Text(http, "或者", "or")}</p>
            """);
        if (offers.ToAll.Count > 0) body.Append("<div class=\"pair\">").AppendJoin("", offers.ToAll.Select(o => Button(o, Bubbles, back))).Append("</div>");
        body.AppendJoin("", offers.OfCompany.Select(o => Button(o, House, back)));
        if (company is not null && offers.OfCompany.Count == 0)
            body.Append(CultureInfo.InvariantCulture, $"<p class=\"bad\" role=\"status\">{Text(http, "没有找到这家公司的登录方式。", "No way to sign in was found for this company.")}</p>");
        body.Append(CultureInfo.InvariantCulture, $"""
            <form method="get" action="/sign-in" class="find">{Hidden("return", back)}
            <label for="company">{Text(http, "公司简称或工作邮箱", "Your company's short name, or your work e-mail")}</label><input id="company" name="company" autocapitalize="none" spellcheck="false" value="{HtmlEncode(company)}" required>
            <button class="second">{Text(http, "查找", "Find")}</button></form>
            """);
        return PlainPage.Show(http, Text(http, "登录", "Sign in"), body.ToString(), RedirectUriOf(back), StatusOf(wrong), isEntrance: true, beside: demo);
    }

    /// <summary>The code of an authenticator app.</summary>
    public static IResult Code(HttpContext http, string back, string challenge, string? wrong) => Step(http, Text(http, "第二步验证", "Second step"), back, "code", challenge, wrong, $"""
        <label for="code">{Text(http, "验证码或恢复码", "Code of your authenticator app, or a recovery code")}</label><input id="code" name="code" autocomplete="one-time-code" required autofocus>
        """);

    /// <summary>An authenticator app has to be enrolled first.</summary>
    /// <param name="http">The request.</param>
    /// <param name="back">Where to go on afterwards.</param>
    /// <param name="challenge">Of the step.</param>
    /// <param name="offer">What the app needs; null when it has it already.</param>
    /// <param name="wrong">What went wrong before; null for nothing.</param>
    public static IResult Enrol(HttpContext http, string back, string challenge, EnrolSecondFactor.Offer? offer, string? wrong) => Step(http, Text(http, "设置身份验证器", "Set up an authenticator app"), back, "enrol", challenge, wrong,
        (offer is null ? "" : $"""
            <p>{Text(http, "您的角色需要第二步验证。请用身份验证器扫描二维码，再输入它显示的验证码。", "Your role needs a second step. Scan this code with an authenticator app, then type the code that it shows.")}</p>
            <div class="qr">{offer.QrSvg}</div><p>{Text(http, "不能扫码时，请手动输入：", "If you cannot scan it, type:")} <code>{offer.Secret}</code></p>
            """) + $"""
        <label for="code">{Text(http, "验证码", "Code")}</label><input id="code" name="code" autocomplete="one-time-code" inputmode="numeric" required autofocus>
        """);

    /// <summary>The codes for the day on which the phone is lost, shown once; and on to what comes next.</summary>
    public static IResult RecoveryCodes(HttpContext http, string back, IReadOnlyList<string> codes, SignInStep? next)
    {
        var list = string.Concat(codes.Select(c => $"<li><code>{HtmlEncode(c)}</code></li>"));
        var on = next is null
            ? $"<a class=\"button\" href=\"{HtmlEncode(back)}\">{Text(http, "已保存，继续", "I have kept them, go on")}</a>"
            : $"<form method=\"post\" action=\"/sign-in\">{Hidden("return", back)}{Hidden("step", "newPassword")}{Hidden("challenge", next.Challenge)}<button>{Text(http, "已保存，继续", "I have kept them, go on")}</button></form>";
        return PlainPage.Show(http, Text(http, "请保存恢复码", "Keep these recovery codes"),
            $"<p>{Text(http, "手机丢失时，每个恢复码可以代替一次验证码。它们不会再次显示。", "Each of them stands in for one code when your phone is lost. They are never shown again.")}</p><ul>{list}</ul>{on}");
    }

    /// <summary>The password has to be changed.</summary>
    public static IResult NewPassword(HttpContext http, string back, string challenge, string? wrong) => Step(http, Text(http, "设置新密码", "Choose a new password"), back, "newPassword", challenge, wrong, $"""
        <p>{Text(http, "请设置一个只有您知道的密码。几个词连在一起，容易记，也难猜。", "Choose a password that only you know. Several words are easy to remember and hard to guess.")}</p>
        <label for="newPassword">{Text(http, "新密码", "New password")}</label><input id="newPassword" name="newPassword" type="password" autocomplete="new-password" required autofocus>
        """);

    private static IResult Step(HttpContext http, string title, string back, string step, string challenge, string? wrong, string fields) => PlainPage.Show(http, title, $"""
        {Wrong(wrong)}<form method="post" action="/sign-in">{Hidden("return", back)}{Hidden("step", step)}{Hidden("challenge", challenge)}
        {fields}<button>{Text(http, "继续", "Go on")}</button></form><a class="button second" href="/sign-in?return={Uri.EscapeDataString(back)}">{Text(http, "重新登录", "Begin again")}</a>
        """, RedirectUriOf(back), StatusOf(wrong));

    private static string Button(OfferedSignIns.Offer offer, string icon, string back) => $"<a class=\"button second\" href=\"{HtmlEncode($"{offer.Start}?return={Uri.EscapeDataString(back)}")}\">{icon}{HtmlEncode(offer.Name)}</a>";

    private static string Hidden(string name, string value) => $"<input type=\"hidden\" name=\"{name}\" value=\"{HtmlEncode(value)}\">";

    private static string Wrong(string? wrong) => wrong is null ? "" : $"<p class=\"bad\" role=\"alert\">{HtmlEncode(wrong)}</p>";

    private static int StatusOf(string? wrong) => wrong is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized;

    private static string Text(HttpContext http, string chinese, string english) => PlainPage.Text(http, chinese, english);

    // Browsers hold a form to its whole way, and where consent was given before, that ends at the client.
    private static string? RedirectUriOf(string back) => back.StartsWith("/connect/authorize?", StringComparison.Ordinal)
        && QueryHelpers.ParseQuery(back[back.IndexOf('?', StringComparison.Ordinal)..]).TryGetValue("redirect_uri", out var uri) ? uri.ToString() : null;
}
