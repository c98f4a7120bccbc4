using System.Security.Cryptography;
using System.Text;
using HrBpm.Server.Platform.Transport;
using static System.Net.WebUtility;

namespace HrBpm.Server.Features.SignIn.Pages;

/// <summary>The frame of the few pages that people see while they sign in. They do without scripts, load nothing from elsewhere, and can be framed by nobody.</summary>
internal static class PlainPage
{
    // Colours and sizes are those of the design's tokens.
    private const string Style = """
        :root{color-scheme:light dark;--bg:#F5F6F8;--card:#FFFFFF;--line:#E1E4EA;--input:#949DAD;--text:#19202C;--soft:#4B5566;--brand:#3C55D6;--hover:#3149C2;--link:#3149C2;--on:#FFFFFF;--bad:#A51F2B;--badbg:#FDEDEE}
        @media(prefers-color-scheme:dark){:root{--bg:#0F1217;--card:#171B22;--line:#2D3541;--input:#667182;--text:#E8EBF1;--soft:#B0B9C8;--brand:#5269E3;--hover:#6379EC;--link:#9DADFA;--bad:#F4979E;--badbg:#341A1E}}
        *{box-sizing:border-box}
        [hidden]{display:none!important}
        body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:24px 16px;background:var(--bg);color:var(--text);font:16px/24px "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
        main{width:100%;max-width:408px;background:var(--card);border:1px solid var(--line);border-radius:12px;padding:32px 24px;box-shadow:0 1px 2px rgba(20,26,36,.05)}
        .brand{display:flex;align-items:center;gap:12px;font-weight:600;font-size:16px;line-height:24px;margin:0 0 24px;color:var(--text)}
        .logo{display:inline-flex;width:32px;height:32px;border-radius:8px;background:var(--brand);color:var(--on);align-items:center;justify-content:center}
        svg.i{width:20px;height:20px;fill:none;stroke:currentColor;stroke-width:1.6;stroke-linecap:round;stroke-linejoin:round;flex:none}
        h1{font-size:20px;line-height:28px;font-weight:600;margin:0 0 8px}
        p{margin:0 0 16px;color:var(--soft)}
        label{display:block;font-size:14px;line-height:22px;font-weight:600;margin:16px 0 8px}
        input{width:100%;height:48px;padding:0 12px;font:inherit;color:inherit;background:var(--card);border:1px solid var(--input);border-radius:6px}
        ul{margin:0 0 16px;padding:0;list-style:none;border-top:1px solid var(--line)}
        li{padding:12px 0;border-bottom:1px solid var(--line)}
        button,.button{display:flex;align-items:center;justify-content:center;gap:8px;width:100%;min-height:48px;margin-top:24px;padding:8px 16px;font:inherit;font-weight:600;border:1px solid var(--brand);border-radius:6px;background:var(--brand);color:var(--on);cursor:pointer;text-decoration:none;overflow-wrap:anywhere}
        button:hover{background:var(--hover)}
        button.second,.button.second{margin-top:12px;background:transparent;color:var(--text);border-color:var(--input)}
        button.second:hover,.button.second:hover{border-color:var(--brand)}
        .or{display:flex;align-items:center;gap:12px;margin:24px 0 4px;font-size:14px;line-height:22px;color:var(--soft)}
        .or::before,.or::after{content:"";flex:1;height:1px;background:var(--line)}
        .pair{display:grid;grid-template-columns:1fr 1fr;gap:0 12px}
        .find{display:grid;grid-template-columns:1fr auto;gap:0 12px;align-items:end}
        .find label{grid-column:1/3}
        .find button{margin-top:0}
        .qr{display:block;width:200px;margin:0 auto 16px;padding:8px;background:#FFFFFF;border-radius:6px}
        .qr svg{display:block;width:100%;height:auto}
        code{font:16px/24px "SF Mono","JetBrains Mono","Cascadia Mono",Consolas,"Noto Sans Mono CJK SC",monospace;overflow-wrap:anywhere}
        a{color:var(--link)}
        :focus-visible{outline:3px solid var(--brand);outline-offset:2px}
        .bad{padding:12px;border-radius:6px;background:var(--badbg);color:var(--bad)}
        aside{display:none}
        .demo{width:100%;max-width:408px;margin-top:24px}
        .demo h2{font-size:16px;line-height:24px;font-weight:600;margin:0 0 4px}
        .demo p{font-size:14px;line-height:22px;margin:0 0 12px}
        .demo code{font-size:14px;line-height:22px;color:var(--text)}
        .demo ul{display:grid;gap:8px;border:0;margin:0}
        .demo li{padding:0;border:0;display:flex}
        .demo small{font-size:13px;line-height:24px;color:var(--soft)}
        .demo button{margin:0;min-height:48px;padding:8px 12px;flex-wrap:wrap;align-items:baseline;align-content:flex-start;justify-content:flex-start;gap:0 8px;text-align:left;background:var(--card);color:var(--text);border-color:var(--line);font-weight:400}
        .demo button:hover{border-color:var(--brand);background:var(--card)}
        .demo span{flex:1 0 100%;font-size:14px;line-height:20px;color:var(--soft)}
        @media(min-width:1024px){
        body.wide{display:grid;grid-template-columns:1fr 560px;padding:0;align-items:stretch;justify-content:stretch}
        body.wide main{max-width:none;border:0;border-left:1px solid var(--line);border-radius:0;box-shadow:none;padding:64px 96px;display:flex;flex-direction:column;justify-content:center}
        body.wide main>.brand{display:none}
        body.wide aside{display:block;padding:56px 64px}
        aside p{font-size:14px;line-height:22px}
        aside .brand{font-size:16px;line-height:24px;margin-bottom:40px}
        body.has-demo{grid-template-rows:auto 1fr}
        body.has-demo main{grid-column:2;grid-row:1/3}
        body.has-demo aside{grid-column:1;grid-row:1;padding-bottom:16px}
        body.has-demo .demo{grid-column:1;grid-row:2;max-width:none;margin:0;padding:0 64px 40px}
        body.has-demo .demo ul{grid-template-columns:1fr 1fr}
        aside .say{font-size:28px;line-height:40px;font-weight:600;color:var(--text);margin:0 0 12px}
        }
        """;

    private static readonly string StyleHash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>The text in the language that the browser prefers.</summary>
    public static string Text(HttpContext http, string chinese, string english) => PageLanguage.IsChinese(http.Request) ? chinese : english;

    /// <summary>A page.</summary>
    /// <param name="http">The request that it answers.</param>
    /// <param name="title">Title and heading, as text.</param>
    /// <param name="body">What stands below it, as HTML whose values are encoded.</param>
    /// <param name="sendsTo">Where else than here its form may lead, because the answer redirects there.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="isEntrance">Whether it is the page that people come in by, which greets them on a wide screen and asks for passkeys by a script of ours.</param>
    /// <param name="beside">What stands beside it on a wide screen and below it on a narrow one, as HTML; null for nothing.</param>
    public static IResult Show(HttpContext http, string title, string body, string? sendsTo = null, int status = StatusCodes.Status200OK, bool isEntrance = false, string? beside = null)
    {
        var to = Uri.TryCreate(sendsTo, UriKind.Absolute, out var address) ? $" {(address.Scheme is "http" or "https" ? address.GetLeftPart(UriPartial.Authority) : address.Scheme + ":")}" : "";
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; form-action 'self'{to}; base-uri 'none'; frame-ancestors 'none'{(isEntrance ? "; script-src 'self'; connect-src 'self'" : "")}";
        http.Response.Headers.XFrameOptions = "DENY";
        http.Response.Headers.CacheControl = "no-store";
        var main = $"<main>{Brand}<h1>{HtmlEncode(title)}</h1>{body}</main>";
        return Results.Content(Frame(http, title, (isEntrance ? Greeting(http) + main : main) + beside, isEntrance ? "<script src=\"/sign-in/passkey.js\" defer></script>" : "", !isEntrance ? "" : beside is null ? " class=\"wide\"" : " class=\"wide has-demo\""), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A page that leads on to another address of this server by itself.</summary>
    public static IResult GoOn(HttpContext http, string path)
    {
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; frame-ancestors 'none'";
        var text = PageLanguage.IsChinese(http.Request) ? "继续" : "Continue";
        return Results.Content(Frame(http, text, $"<main><a href=\"{HtmlEncode(path)}\">{text}</a></main>", $"<meta http-equiv=\"refresh\" content=\"0;url={HtmlEncode(path)}\">", ""), "text/html; charset=utf-8");
    }

    private const string Brand = """<p class="brand"><span class="logo"><svg class="i" viewBox="0 0 24 24" aria-hidden="true"><rect x="8" y="3" width="8" height="5" rx="1.5"/><rect x="3" y="16" width="7" height="5" rx="1.5"/><rect x="14" y="16" width="7" height="5" rx="1.5"/><path d="M12 8v4M6.5 16v-2a2 2 0 012-2h7a2 2 0 012 2v2"/></svg></span>HrBpm</p>""";

    private static string Greeting(HttpContext http) => PageLanguage.IsChinese(http.Request)
        ? $"<aside>{Brand}<p class=\"say\">每一步有人负责，<br>每一笔都有据可查。</p><p>入职、转正、调岗、资产、离职、教师交接，走在一张图上。</p></aside>"
        : $"<aside>{Brand}<p class=\"say\">Somebody answers for each step,<br>and there is proof of each figure.</p><p>Joining, confirming, moving, assets, leaving and handing over, on one map.</p></aside>";

    private static string Frame(HttpContext http, string title, string main, string head, string body) => $"""
        <!DOCTYPE html>
        <html lang="{(PageLanguage.IsChinese(http.Request) ? "zh-CN" : "en")}">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{HtmlEncode(title)} · HrBpm</title>{head}<style>{Style}</style></head>
        <body{body}>{main}</body>
        </html>
        """;
}
