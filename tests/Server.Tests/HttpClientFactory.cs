using System.Net;

namespace HrBpm.Server.Tests;

/// <summary>Clients for tests: cookies are kept, redirects are not followed, so that a test sees what the server said.</summary>
internal static class HttpClientFactory
{
    public static HttpClient Make(Uri address)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            CookieContainer = new CookieContainer(),
            UseProxy = false,
            // Who asks before sending waits for the answer, however busy the machine is.
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1),
        };
        return new HttpClient(handler) { BaseAddress = address };
    }
}
