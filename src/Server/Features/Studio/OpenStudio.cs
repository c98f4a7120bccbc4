using System.Net;

namespace HrBpm.Server.Features.Studio;

/// <summary>The page that Studio opens in: the list of definitions, a definition's editor, the list of instances, or an instance.</summary>
internal static class OpenStudio
{
    private static readonly string[] Styles =
    [
        "_content/MudBlazor/MudBlazor.min.css",
        "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.css",
        "_content/Radzen.Blazor/css/material-base.css",
        "_content/Elsa.Studio.Shell/css/shell.css",
        "Elsa.Studio.Host.CustomElements.styles.css",
    ];

    private static readonly string[] Scripts =
    [
        "_content/BlazorMonaco/jsInterop.js",
        "_content/BlazorMonaco/lib/monaco-editor/min/vs/loader.js",
        "_content/BlazorMonaco/lib/monaco-editor/min/vs/editor/editor.main.js",
        "_content/MudBlazor/MudBlazor.min.js",
        "_content/CodeBeam.MudBlazor.Extensions/MudExtensions.min.js",
        "_content/Radzen.Blazor/Radzen.Blazor.js",
        "_framework/blazor.webassembly.js",
    ];

    /// <summary>The page for <c>?definition=</c>, <c>?instances</c>, <c>?instance=</c>, or the list of definitions.</summary>
    /// <remarks>Studio resolves its files against the folder that it is in, so the address has to end with a slash.</remarks>
    public static IResult Handle(HttpRequest request) => request.Path.Value!.EndsWith('/')
        ? TypedResults.Content(Page(request.Query), "text/html; charset=utf-8")
        : TypedResults.LocalRedirect($"~/studio/{request.QueryString}");

    private static string Page(IQueryCollection asked) => $"""
        <!DOCTYPE html>
        <html lang="zh-CN">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Elsa Studio</title>
        <base href="/studio/">
        {string.Concat(Styles.Select(s => $"<link rel=\"stylesheet\" href=\"{s}\">\n"))}</head>
        <body>
        <elsa-backend-provider id="backend"></elsa-backend-provider>
        <script>document.getElementById("backend").setAttribute("remote-endpoint", location.origin + "/elsa/api");</script>
        {Element(asked)}
        {string.Concat(Scripts.Select(s => $"<script src=\"{s}\"></script>\n"))}</body>
        </html>
        """;

    private static string Element(IQueryCollection asked)
    {
        if (asked["definition"] is [{ Length: > 0 } definition]) return $"<elsa-workflow-definition-editor definition-id=\"{WebUtility.HtmlEncode(definition)}\"></elsa-workflow-definition-editor>";
        if (asked["instance"] is [{ Length: > 0 } instance]) return $"<elsa-workflow-instance-viewer instance-id=\"{WebUtility.HtmlEncode(instance)}\"></elsa-workflow-instance-viewer>";
        return asked.ContainsKey("instances") ? "<elsa-workflow-instance-list></elsa-workflow-instance-list>" : "<elsa-workflow-definition-list></elsa-workflow-definition-list>";
    }
}
