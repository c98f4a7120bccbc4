using HrBpm.Server.Database;
using HrBpm.Server.Features.SignIn.Pages;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary><c>/connect/logout</c> (OpenID Connect RP-Initiated Logout 1.0): ends the session of this browser, and goes back to the client where it has named an address of its own.</summary>
/// <remarks>Any page can lead a browser here. Only a client that shows the ID token of whoever is signed in does it without asking.</remarks>
internal static class EndOAuthSession
{
    private const string Again = "again", Answer = "answer";

    public static async Task<IResult> HandleAsync(HttpContext http, CurrentUser user, OAuthPeople people, WriteAttempts writes, SignInOptions options, CancellationToken ct)
    {
        var request = http.GetOpenIddictServerRequest()!;
        // The session's cookie is SameSite=Strict: it comes along once our own page asks.
        if (!user.IsKnown && !http.Request.Query.ContainsKey(Again) && HttpMethods.IsGet(http.Request.Method)) return PlainPage.GoOn(http, $"{http.Request.Path}{(http.Request.QueryString.HasValue ? http.Request.QueryString + "&" : "?")}{Again}=1");
        if (user.IsKnown && !await IsMeantAsync(http, user, people, ct) && !IsAgreed(http, request)) return Ask(http, user, request);
        if (user.IsKnown && Session.IdOf(http.User) is { } session) await EndSession.RunAsync(session, user, writes, options, ct);
        await http.SignOutAsync(Session.Scheme);
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/sign-in" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    // OpenIddict has checked the token's signature; it may be over by now.
    private static async Task<bool> IsMeantAsync(HttpContext http, CurrentUser user, OAuthPeople people, CancellationToken ct) =>
        (await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal?.GetClaim(OpenIddictConstants.Claims.Subject) is { } subject
        && await people.OfPersonAsync(user.PersonId, ct) is { } known && known.Account.Id.ToString("D") == subject;

    // A form of our own page: others are refused before they come here.
    private static bool IsAgreed(HttpContext http, OpenIddictRequest request) => HttpMethods.IsPost(http.Request.Method) && (string?)request.GetParameter(Answer) == "yes";

    private static IResult Ask(HttpContext http, CurrentUser user, OpenIddictRequest request)
    {
        var fields = string.Concat(request.GetParameters().Where(p => p.Key is not (Answer or Again)).Select(p => $"<input type=\"hidden\" name=\"{HtmlEncode(p.Key)}\" value=\"{HtmlEncode((string?)p.Value)}\">"));
        return PlainPage.Show(http, PlainPage.Text(http, "退出登录？", "Sign out?"), $"""
            <p>{PlainPage.Text(http, $"您以{HtmlEncode(user.Name)}的身份登录。", $"You are signed in as {HtmlEncode(user.Name)}.")}</p>
            <form method="post" action="/connect/logout">{fields}<button name="answer" value="yes">{PlainPage.Text(http, "退出登录", "Sign out")}</button></form>
            """, request.PostLogoutRedirectUri);
    }
}
