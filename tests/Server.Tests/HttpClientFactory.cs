using System.Net;

namespace HrBpm.Server.Tests;

/// <summary>Clients for tests: cookies are kept, redirects are not followed, so that a test sees what the server said.</summary>
internal static class HttpClientFactory
{
    public static HttpClient Make(Uri address)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer(), UseProxy = false };
        return new HttpClient(handler) { BaseAddress = address };
    }
}
