using System.Security.Cryptography;
using System.Text;
using HrBpm.Designer.Layout;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Inbox.Pages;

/// <summary>The frame of the pages that messages lead to: one answer with its style inside, without scripts but the one for passkeys, so that they open at once on any phone.</summary>
internal static class PhonePage
{
    /// <summary>The script that offers passkeys where a browser has them.</summary>
    public const string ScriptAddress = "/t/sign.js";

    // Colours and sizes are those of the design's tokens.
    private const string Style = """
        :root{color-scheme:light dark;--bg:#f5f6f8;--card:#fff;--quiet:#fafbfc;--line:#e1e4ea;--line2:#eceef2;--input:#949dad;--text:#19202c;--soft:#4b5566;--faint:#5f697a;--brand:#3c55d6;--hover:#3149c2;--link:#3149c2;--brs:#eff2fe;--halo:#dee4fc;--bad:#a51f2b;--bads:#fdedee;--warn:#854d00;--warns:#fef4e1;--ok:#1e8556;--okt:#14633e;--oks:#e8f5ee;--okl:#b5dec8;--sign:#b8316c;--signt:#8b2150;--signs:#fcebf2;--appt:#8f4308;--apps:#fef1e4;--hant:#5636a6;--hans:#f2eefc;--chip:#eceef2}
        @media(prefers-color-scheme:dark){:root{--bg:#0f1217;--card:#171b22;--quiet:#1b2028;--line:#2d3541;--line2:#232934;--input:#667182;--text:#e8ebf1;--soft:#b0b9c8;--faint:#a2acbb;--brand:#5269e3;--hover:#465bd0;--link:#9dadfa;--brs:#1f2745;--halo:#2a3562;--bad:#f4979e;--bads:#341a1e;--warn:#ebbe74;--warns:#2e2413;--ok:#3fae7b;--okt:#7fd6ab;--oks:#15291f;--okl:#27503b;--sign:#d9528c;--signt:#f3a3c4;--signs:#361e2a;--appt:#f5b47d;--apps:#34241a;--hant:#c3b1f8;--hans:#29233f;--chip:#232934}}
        *,*:before,*:after{box-sizing:border-box}
        [hidden]{display:none!important}.sr{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;font:16px/24px "PingFang SC","HarmonyOS Sans SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:var(--text);background:var(--bg);font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        svg.i{width:18px;height:18px;flex:none;stroke:currentColor;fill:none;stroke-width:1.7;stroke-linecap:round;stroke-linejoin:round}
        a,.link{color:var(--link);text-decoration:none}
        .link{border:0;background:none;padding:12px 0;margin:-12px 0;font:inherit;cursor:pointer}
        :focus-visible{outline:3px solid var(--brand);outline-offset:2px}
        .top{display:flex;align-items:center;gap:8px;min-height:48px;padding:0 16px;background:var(--card);border-bottom:1px solid var(--line);font-size:14px;color:var(--soft);white-space:nowrap}
        .top .name{overflow:hidden;text-overflow:ellipsis}
        .top form{margin:0}
        .lg{width:24px;height:24px;border-radius:6px;background:var(--brand);color:#fff;display:grid;place-items:center;flex:none}.lg svg.i{width:15px;height:15px}
        main{max-width:680px;margin:0 auto;padding:12px 12px 120px}
        .c{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:16px;margin:0 0 10px}
        h1{font-size:20px;line-height:28px;margin:0;font-weight:600}h2{font-size:16px;line-height:24px;margin:0 0 8px;font-weight:600}h3{font-size:14px;line-height:22px;margin:16px 0 4px;color:var(--faint);font-weight:400}
        p{margin:0}.c>.r+h1{margin-top:10px}.c>h1+.r{margin-top:12px;gap:12px}.c .f+h1{margin-top:2px}h1+p{margin-top:4px}p+p{margin-top:4px}p.chips{margin-top:12px}.it .r{margin-top:6px}
        .f{color:var(--faint)}.s{font-size:14px;line-height:22px}.b{font-weight:600}.r{display:flex;align-items:center;gap:8px}.sp{flex:1}.mid{text-align:center}
        .chip{display:inline-flex;align-items:center;gap:4px;min-height:24px;padding:0 8px;border-radius:6px;font-size:13px;line-height:20px;background:var(--chip);color:var(--soft)}.chip svg.i{width:14px;height:14px}
        .bad{background:var(--bads);color:var(--bad)}.warn{background:var(--warns);color:var(--warn)}.okc{background:var(--oks);color:var(--okt)}
        .k-sign{background:var(--signs);color:var(--signt)}.k-approve{background:var(--apps);color:var(--appt)}.k-handle{background:var(--hans);color:var(--hant)}
        .av{width:40px;height:40px;border-radius:50%;background:var(--brs);color:var(--link);display:grid;place-items:center;font-size:14px;font-weight:600;flex:none;overflow:hidden}
        .d3{display:flex;border-top:1px solid var(--line2);margin:14px -16px -16px}.d3>div{flex:1;padding:10px 8px 12px 16px;border-right:1px solid var(--line2)}.d3>div:last-child{border:0}.d3 small{display:block;font-size:12px;line-height:18px;color:var(--faint)}.d3 b{font-size:15px;font-weight:600}
        dl{margin:0}dl>div{display:flex;gap:12px;padding:9px 0;border-top:1px solid var(--line2)}dl>div:first-child{border:0;padding-top:0}dt{width:84px;flex:none;color:var(--faint);font-size:14px}dd{margin:0;font-size:15px;min-width:0;white-space:pre-line}
        .row1{border:1px solid var(--line2);border-radius:8px;padding:10px 12px;margin-top:8px}
        .att{display:flex;align-items:center;gap:12px;min-height:48px;padding:8px 0;border-top:1px solid var(--line2);color:inherit}.att:first-of-type{border:0}.att>span:not(.f){min-width:0}
        .note{display:flex;gap:8px;font-size:14px;line-height:22px;color:var(--soft);background:var(--quiet);border:1px solid var(--line2);border-radius:8px;padding:10px 12px;margin:0 0 10px}.note svg.i{margin-top:2px}
        .note.bad{background:var(--bads);color:var(--bad);border-color:transparent}.note.okc{background:var(--oks);color:var(--okt);border-color:transparent}
        summary{display:flex;align-items:center;gap:8px;min-height:28px;font-weight:600;cursor:pointer;list-style:none}summary::-webkit-details-marker{display:none}
        .bar{position:fixed;z-index:5;left:0;right:0;bottom:0;background:var(--card);border-top:1px solid var(--line);padding:10px 12px calc(10px + env(safe-area-inset-bottom,0px))}
        .bar>div{display:flex;gap:10px;max-width:656px;margin:0 auto}
        .btn{display:flex;align-items:center;justify-content:center;gap:8px;min-height:48px;padding:4px 16px;border-radius:10px;border:1px solid var(--input);background:var(--card);color:var(--text);font:inherit;cursor:pointer;text-align:center;white-space:nowrap}.opts .btn{white-space:normal}
        .p{flex:1;background:var(--brand);border-color:var(--brand);color:#fff;font-weight:600}.p:hover{background:var(--hover)}.wide{width:100%;margin-top:10px}
        label.l{display:block;font-size:14px;line-height:22px;margin:14px 0 4px;color:var(--soft)}
        .rq{color:var(--bad)}
        .in{width:100%;min-height:48px;border:1px solid var(--input);border-radius:10px;padding:8px 14px;font:inherit;color:inherit;background:var(--card)}
        .in+.s{margin-top:6px}.in.wrong{border-color:var(--bad)}.err{color:var(--bad);font-size:14px;line-height:22px;margin-top:4px}
        fieldset{border:0;padding:0;margin:14px 0 0;min-width:0}legend{font-size:14px;line-height:22px;padding:0;margin-bottom:4px;color:var(--soft)}
        .opts{display:flex;flex-wrap:wrap;gap:8px}.opts label{flex:1 1 40%}.opts.col label{flex:1 1 100%;justify-content:flex-start;text-align:left}
        .opts input{width:18px;height:18px;accent-color:var(--brand);flex:none;margin:0}.opts label:has(:checked){border-color:var(--brand);background:var(--brs);color:var(--link)}
        .q{padding:12px 14px;border-left:3px solid var(--sign);background:var(--signs);border-radius:0 8px 8px 0;margin-top:14px}
        .up .in{padding:11px 14px;font-size:14px}
        .doc{white-space:pre-wrap;font-size:15px;margin-top:12px}
        .mono{font-family:"SF Mono","JetBrains Mono",Consolas,monospace;font-size:13px}
        ol{list-style:none;margin:12px 0 0;padding:0}li{position:relative;padding:0 0 14px 30px;font-size:14px;line-height:22px}li:before{content:"";position:absolute;left:5px;top:6px;width:10px;height:10px;border-radius:50%;background:var(--input)}li:after{content:"";position:absolute;left:9px;top:20px;bottom:-4px;width:2px;background:var(--line)}li:last-child:after{display:none}li:last-child{padding-bottom:0}li.ok:before{background:var(--ok)}li.ok:after{background:var(--okl)}li.no:before{background:var(--bad)}li.now:before{background:var(--brand);box-shadow:0 0 0 4px var(--halo)}
        .said{background:var(--quiet);border-radius:6px;padding:6px 10px;margin-top:4px;white-space:pre-line}
        summary .s{font-weight:400}
        .cm{padding:10px 0;border-top:1px solid var(--line2)}h2+.cm,.cm:first-child{border:0;padding-top:0}.cm .link{font-size:14px}.at{color:var(--link);font-weight:600}
        .seal{width:72px;height:72px;border-radius:50%;background:var(--oks);color:var(--ok);display:grid;place-items:center;margin:6px auto 12px}.seal svg.i{width:38px;height:38px;stroke-width:2.2}.seal.gone{background:var(--chip);color:var(--faint)}
        .tabs{display:flex;gap:24px;overflow-x:auto;background:var(--card);padding:0 16px;border-bottom:1px solid var(--line)}.tabs a{padding:10px 0 8px;border-bottom:2px solid transparent;color:var(--soft);white-space:nowrap}.tabs a[aria-current]{color:var(--text);font-weight:600;border-color:var(--brand)}
        .it{display:flex;gap:12px;padding:14px 16px;background:var(--card);border-bottom:1px solid var(--line2);color:inherit}.it>span:last-child{flex:1;min-width:0}.it .r{flex-wrap:wrap}
        .it .due{font-size:14px;background:none}.list{padding:0 0 24px}
        @media(prefers-reduced-motion:no-preference){.btn{transition:background .12s}}
        """;

    private static readonly string StyleHash = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'";

    /// <summary>Shows a page.</summary>
    /// <param name="http">The request that it answers.</param>
    /// <param name="reader">Who reads it.</param>
    /// <param name="title">Title of the window, as text.</param>
    /// <param name="main">What it says.</param>
    /// <param name="bar">Buttons at the bottom; null for none.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="asksForPasskeys">It signs, so passkeys are offered where the browser has them.</param>
    /// <param name="isList">It fills the width.</param>
    public static IResult Show(HttpContext http, PageReader reader, string title, Html main, Html? bar = null, int status = StatusCodes.Status200OK, bool asksForPasskeys = false, bool isList = false)
    {
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src {StyleHash}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'{(asksForPasskeys ? "; script-src 'self'; connect-src 'self'" : "")}";
        http.Response.Headers.CacheControl = "no-store";
        var words = reader.Words;
        var page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="{words.Say("zh-CN", "en")}">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover"><title>{title} · HrBpm</title><style>{Html.Known(Style)}</style>{(asksForPasskeys ? Html.Of($"<script src=\"{ScriptAddress}\" defer></script>") : null)}</head>
            <body><header class="top"><span class="lg">{Icon("flow")}</span><span class="name">{reader.Company}</span><span class="sp"></span><span class="name">{reader.Person.Name}</span>{NotYou(reader)}</header>
            {(isList ? Html.Of($"<main class=\"list\">{main}</main>") : Html.Of($"<main>{main}</main>"))}{(bar is null ? null : Html.Of($"<footer class=\"bar\"><div>{bar}</div></footer>"))}</body>
            </html>
            """);
        return Results.Content(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>A page that says one thing, with a way on.</summary>
    public static IResult Tell(HttpContext http, PageReader reader, string title, string text, int status, string? to = "/t") => Show(http, reader, title,
        Html.Of($"<section class=\"c mid\"><div class=\"seal gone\">{Icon("info")}</div><h1>{title}</h1><p class=\"f s\">{text}</p></section>"),
        to is null ? null : Html.Of($"<a class=\"btn p\" href=\"{to}\">{reader.Words.Say("我的待办", "My tasks")}</a>"), status);

    /// <summary>A drawing of the design.</summary>
    public static Html Icon(string name) => Html.Known($"""<svg class="i" viewBox="0 0 24 24" aria-hidden="true">{Icons.Draw(name)}</svg>""");

    private static Html? NotYou(PageReader reader) => reader.CameByLink ? null
        : Html.Of($"<form method=\"post\" action=\"/sign-in/out\"><button class=\"link\">{reader.Words.Say("不是你？", "Not you?")}</button></form>");
}
