using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>What somebody gets who may not have what they asked for: a status, or on a page the way to sign in.</summary>
internal static class LeadToSignIn
{
    public static Task TryAsync(HttpContext http, int status)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<SignsInByPage>() is null)
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        }

        if (status == StatusCodes.Status403Forbidden) return NotYours(http).ExecuteAsync(http);
        var here = http.Request.Path + http.Request.QueryString;
        // Coming from a mail on another site, the browser keeps the cookie back (SameSite=Strict); asked again by a page of ours, it sends it along.
        if (HttpMethods.IsGet(http.Request.Method) && http.Request.Headers["Sec-Fetch-Site"] == "cross-site") return PlainPage.GoOn(http, here).ExecuteAsync(http);
        http.Response.Redirect($"/sign-in?return={Uri.EscapeDataString(ReturnPath.IsOurs(here) ? here : ReturnPath.Default)}");
        return Task.CompletedTask;
    }

    private static IResult NotYours(HttpContext http) => PlainPage.Show(http, PlainPage.Text(http, "没有权限", "Not for this account"), $"""
        <p>{PlainPage.Text(http, "你的账号不能打开这个页面。如果你有别的账号，请换一个登录。", "Your account may not open this page. If you have another one, sign in with that.")}</p>
        <form method="post" action="/sign-in/out"><button class="second">{PlainPage.Text(http, "换一个账号", "Use another account")}</button></form>
        """, status: StatusCodes.Status403Forbidden);
}
