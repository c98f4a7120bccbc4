using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.Sandbox.Scan;

/// <summary>What stands in for a phone: the page on which a vendor shows its code has a list of people instead, one of whom scans.</summary>
internal static class ScanPage
{
    private const string Style = """
        :root{color-scheme:light dark}*{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;align-items:center;justify-content:center;padding:24px 16px;background:#ECEFF3;color:#19202C;font:16px/24px "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{width:100%;max-width:408px;background:#FFFFFF;border:2px dashed #5B6473;border-radius:12px;padding:24px}
        h1{font-size:20px;line-height:28px;margin:0 0 8px}p{margin:0 0 16px;color:#4B5566}
        label{display:block;font-size:14px;font-weight:600;margin:0 0 4px}
        select,button{width:100%;min-height:48px;font:inherit;border-radius:6px;padding:0 12px;border:1px solid #949DAD;background:#FFFFFF;color:#19202C}
        button{margin-top:16px;font-weight:600;cursor:pointer}button.main{background:#3C55D6;border-color:#3C55D6;color:#FFFFFF}
        """;

    private static readonly string StyleHash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>Somebody who may scan.</summary>
    /// <param name="Id">What the vendor calls them.</param>
    /// <param name="Name">What people call them.</param>
    internal sealed record Person(string Id, string Name);

    /// <summary>The page.</summary>
    /// <param name="http">The request, with <c>redirect_uri</c> and <c>state</c>.</param>
    /// <param name="vendor">The vendor's name.</param>
    /// <param name="people">Who may scan.</param>
    public static IResult Show(HttpContext http, string vendor, IEnumerable<Person> people)
    {
        if (!IsOurs(http)) return Results.Text("redirect_uri is not of a domain that is entered for this application", statusCode: StatusCodes.Status400BadRequest);
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        var options = string.Concat(people.Select(p => $"<option value=\"{HtmlEncode(p.Id)}\">{HtmlEncode($"{p.Name} · {p.Id}")}</option>"));
        return Results.Content($"""
            <!DOCTYPE html>
            <html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{vendor} 沙箱</title><style>{Style}</style></head>
            <body><main><h1>{vendor} 扫码登录 · 沙箱</h1><p>这里代替手机：选择扫码的人。</p>
            <form method="post"><label for="who">扫码的人</label><select id="who" name="who">{options}</select>
            <button class="main" name="answer" value="yes">扫码并确认</button><button name="answer" value="outsider">作为外部人员扫码</button><button name="answer" value="no">取消</button></form></main></body></html>
            """, "text/html; charset=utf-8");
    }

    /// <summary>Sends the browser back, as the vendor does.</summary>
    /// <param name="http">The request, with the form.</param>
    /// <param name="system">The vendor.</param>
    /// <param name="codes">Where the code comes from.</param>
    /// <param name="parameter">What the vendor calls the code.</param>
    /// <param name="refused">What the vendor says when somebody cancels; null for nothing.</param>
    public static async Task<IResult> AnswerAsync(HttpContext http, SandboxSystem system, ScanCodes codes, string parameter, string? refused)
    {
        if (!IsOurs(http)) return Results.BadRequest();
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        var back = new Dictionary<string, string?> { ["state"] = http.Request.Query["state"].ToString() };
        if (form["answer"] != "no") back[parameter] = codes.Give(system, form["answer"] == "yes" ? form["who"].ToString() : "");
        else if (refused is not null) back["error"] = refused;
        return Results.Redirect(QueryHelpers.AddQueryString(http.Request.Query["redirect_uri"].ToString(), back));
    }

    // As vendors compare the domain with the one that is entered for the application.
    private static bool IsOurs(HttpContext http) =>
        Uri.TryCreate(http.Request.Query["redirect_uri"].ToString(), UriKind.Absolute, out var to) && to.Scheme is "http" or "https" && to.Authority == http.Request.Host.Value && to.AbsolutePath.StartsWith("/sign-in/", StringComparison.Ordinal);
}
