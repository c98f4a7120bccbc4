using System.Security.Cryptography;
using System.Text;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.OAuth;

/// <summary>The frame of the few pages that people see on the way to another program. They need no scripts, load nothing, and can be framed by nobody.</summary>
internal static class ConnectPage
{
    private const string Style = """
        :root{color-scheme:light dark;--bg:#F5F6F8;--card:#FFFFFF;--line:#E1E4EA;--input:#949DAD;--text:#19202C;--soft:#4B5566;--brand:#3C55D6;--on:#FFFFFF;--bad:#A51F2B;--badbg:#FDEDEE}
        @media(prefers-color-scheme:dark){:root{--bg:#0F1217;--card:#171B22;--line:#2D3541;--input:#667182;--text:#E8EBF1;--soft:#B0B9C8;--brand:#5269E3;--bad:#F4979E;--badbg:#341A1E}}
        *{box-sizing:border-box}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:24px 16px;background:var(--bg);color:var(--text);font:16px/24px "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{width:100%;max-width:408px;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:32px 24px;box-shadow:0 1px 2px rgba(20,26,36,.05)}
        .brand{font-weight:600;color:var(--soft);font-size:14px;line-height:22px;margin:0 0 16px}
        h1{font-size:20px;line-height:28px;font-weight:600;margin:0 0 8px}
        p{margin:0 0 16px;color:var(--soft)}
        label{display:block;font-size:14px;line-height:22px;font-weight:600;margin:16px 0 4px}
        input{width:100%;height:48px;padding:0 12px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--input);border-radius:6px}
        ul{margin:0 0 16px;padding:0;list-style:none;border-top:1px solid var(--line)}
        li{padding:12px 0;border-bottom:1px solid var(--line)}
        button{width:100%;min-height:48px;margin-top:24px;padding:0 16px;font:inherit;font-weight:600;border:1px solid var(--brand);border-radius:6px;background:var(--brand);color:var(--on);cursor:pointer}
        button.second{margin-top:12px;background:transparent;color:var(--text);border-color:var(--input)}
        :focus-visible{outline:3px solid var(--brand);outline-offset:2px}
        .bad{padding:12px;border-radius:6px;background:var(--badbg);color:var(--bad)}
        """;

    private static readonly string StyleHash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>Whether the browser prefers Chinese to English.</summary>
    public static bool IsChinese(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
        .Select(l => l.Value.ToString()).FirstOrDefault(l => l.StartsWith("zh", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase))?.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ?? true;

    /// <summary>A page.</summary>
    /// <param name="http">The request that it answers.</param>
    /// <param name="title">Title and heading, as text.</param>
    /// <param name="body">What stands below it, as HTML whose values are encoded.</param>
    /// <param name="sendsTo">Where else than here its form may lead, because the answer redirects there.</param>
    /// <param name="status">The HTTP status.</param>
    public static IResult Show(HttpContext http, string title, string body, string? sendsTo = null, int status = StatusCodes.Status200OK)
    {
        var to = Uri.TryCreate(sendsTo, UriKind.Absolute, out var address) ? $" {(address.Scheme is "http" or "https" ? address.GetLeftPart(UriPartial.Authority) : address.Scheme + ":")}" : "";
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; form-action 'self'{to}; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers.XFrameOptions = "DENY";
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(Frame(http, title, $"<main><p class=\"brand\">HrBpm</p><h1>{HtmlEncode(title)}</h1>{body}</main>", ""), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A page that leads on to another address of this server by itself.</summary>
    public static IResult GoOn(HttpContext http, string path)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; frame-ancestors 'none'";
        var text = IsChinese(http.Request) ? "继续" : "Continue";
        return Results.Content(Frame(http, text, $"<main><a href=\"{HtmlEncode(path)}\">{text}</a></main>", $"<meta http-equiv=\"refresh\" content=\"0;url={HtmlEncode(path)}\">"), "text/html; charset=utf-8");
    }

    private static string Frame(HttpContext http, string title, string main, string head) => $"""
        <!DOCTYPE html>
        <html lang="{(IsChinese(http.Request) ? "zh-CN" : "en")}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{HtmlEncode(title)} · HrBpm</title>{head}<style>{Style}</style></head>
        <body>{main}</body>
        </html>
        """;
}
