using System.Net;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>A browser without scripts: follows redirects and refreshes, and fills in the first form of each page that it is shown.</summary>
/// <param name="client">Keeps the cookies.</param>
/// <param name="userName">Who signs in, with the demo's password.</param>
/// <param name="answer">What is answered when a program asks for consent.</param>
internal sealed partial class FormBrowser(HttpClient client, string userName, string answer = "yes")
{
    private const int MostSteps = 12;

    /// <summary>Walks on until it would be sent to an address that ends the walk, or is shown a page without a form.</summary>
    /// <returns>The answer with the redirection, or the page.</returns>
    public async Task<HttpResponseMessage> WalkAsync(string start, Func<Uri, bool> isEnd)
    {
        var page = await client.GetAsync(start);
        for (var step = 0; step < MostSteps; step++)
        {
            var from = page.RequestMessage!.RequestUri!;
            if (page.Headers.Location is { } to)
            {
                if (isEnd(to)) return page;
                page = await client.GetAsync(new Uri(from, to));
                continue;
            }

            var html = await page.Content.ReadAsStringAsync();
            if (Refresh().Match(html) is { Success: true } refresh) page = await client.GetAsync(new Uri(from, WebUtility.HtmlDecode(refresh.Groups["to"].Value)));
            else if (page.IsSuccessStatusCode && Form().Match(html) is { Success: true } form) page = await client.PostAsync(new Uri(from, form.Groups["to"].Value), new FormUrlEncodedContent(Fill(form.Groups["fields"].Value)));
            else return page;
            if (page.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in/out") return page;
        }

        throw new InvalidOperationException($"Expected the walk from {start} to end within {MostSteps} steps, but it did not.");
    }

    private List<KeyValuePair<string, string>> Fill(string fields)
    {
        var filled = Hidden().Matches(fields).Select(m => KeyValuePair.Create(WebUtility.HtmlDecode(m.Groups["name"].Value), WebUtility.HtmlDecode(m.Groups["value"].Value))).ToList();
        if (fields.Contains("name=\"userName\"", StringComparison.Ordinal)) filled.AddRange([KeyValuePair.Create("userName", userName), KeyValuePair.Create("password", HrBpmServer.Password)]);
        else filled.Add(KeyValuePair.Create("answer", answer));
        return filled;
    }

    [GeneratedRegex("content=\"0;url=(?<to>[^\"]+)\"")]
    private static partial Regex Refresh();

    [GeneratedRegex("<form method=\"post\" action=\"(?<to>[^\"]+)\"[^>]*>(?<fields>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex Hidden();
}
