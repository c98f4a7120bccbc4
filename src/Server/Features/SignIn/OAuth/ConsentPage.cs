using HrBpm.Server.Platform.Transport;
using System.Globalization;
using System.Text;
using HrBpm.Server.Features.SignIn.Pages;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>Asks a person whether a program may do things in their name.</summary>
internal static class ConsentPage
{
    /// <param name="http">The request.</param>
    /// <param name="client">Name of the program.</param>
    /// <param name="person">Name of the person.</param>
    /// <param name="scopes">What it asks for.</param>
    /// <param name="parameters">The request's own parameters, which come back with the answer.</param>
    /// <param name="redirectUri">Where the answer leads.</param>
    public static IResult Show(HttpContext http, string client, string person, IEnumerable<string> scopes, IEnumerable<(string Name, string Value)> parameters, string redirectUri)
    {
        var zh = PageLanguage.IsChinese(http.Request);
        var asked = scopes.Where(OAuthScopes.All.ContainsKey).Select(s => zh ? OAuthScopes.All[s].Chinese : OAuthScopes.All[s].English).ToList();
        var body = new StringBuilder($"<p>{HtmlEncode(zh ? $"您以{person}的身份登录。同意后，“{client}”可以：" : $"You are signed in as {person}. If you agree, “{client}” may:")}</p><ul><li>{(zh ? "知道您是谁" : "Know who you are")}</li>");
        foreach (var meaning in asked) body.Append("<li>").Append(HtmlEncode(meaning)).Append("</li>");
        body.Append("</ul><p>").Append(zh ? "它能做的不会超过您自己的权限。" : "It can never do more than you may do yourself.").Append("</p><form method=\"post\" action=\"/connect/authorize\">");
        foreach (var (name, value) in parameters) body.Append(CultureInfo.InvariantCulture, $"<input type=\"hidden\" name=\"{HtmlEncode(name)}\" value=\"{HtmlEncode(value)}\">");
        body.Append(CultureInfo.InvariantCulture, $"<button name=\"answer\" value=\"yes\">{(zh ? "同意" : "Agree")}</button><button class=\"second\" name=\"answer\" value=\"no\">{(zh ? "拒绝" : "Refuse")}</button></form>");
        return PlainPage.Show(http, zh ? $"允许“{client}”使用您的账号？" : $"Let “{client}” use your account?", body.ToString(), redirectUri);
    }
}
