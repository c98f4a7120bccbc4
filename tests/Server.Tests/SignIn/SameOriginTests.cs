using System.Net;
using System.Net.Http.Json;

namespace HrBpm.Server.Tests.SignIn;

/// <summary>Pages of other sites cannot act with somebody's session, whatever they send.</summary>
public sealed class SameOriginTests : IAsyncLifetime
{
    private HrBpmServer server = null!;
    private string cookie = "";

    public async ValueTask InitializeAsync()
    {
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var answer = await server.Client().PostAsJsonAsync("/api/sign-in", new { userName = "xu.nuo", password = HrBpmServer.Password });
        cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task What_another_site_sends_is_refused_and_what_our_own_pages_and_programs_send_is_not()
    {
        var own = server.Address.GetLeftPart(UriPartial.Authority);
        (string? Site, string? Origin, bool Served)[] cases =
        [
            ("same-origin", own, true), ("same-origin", null, true), ("none", null, true), (null, own, true), (null, null, true),
            ("cross-site", "https://evil.example", false), ("cross-site", null, false), ("same-site", "http://127.0.0.1:1", false), ("cross-site", own, false),
            (null, "https://evil.example", false), (null, "null", false), (null, $"{own}0", false), (null, $"{own}.evil.example", false), (null, "http://127.0.0.1", false),
        ];

        foreach (var (site, origin, served) in cases)
        {
            var answer = await SendAsync(HttpMethod.Delete, $"/api/me/sessions/{Guid.Empty}", site, origin);
            if (served) await answer.ShouldBeProblemAsync(HttpStatusCode.NotFound, "sessions.unknown");
            else await answer.ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.other-site.forbidden");
        }
    }

    [Fact]
    public async Task Another_site_cannot_sign_anybody_in_or_open_a_live_connection_but_reads_are_left_to_the_browser()
    {
        await (await SendAsync(HttpMethod.Post, "/api/sign-in", "cross-site", null)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.other-site.forbidden");
        (await SendAsync(HttpMethod.Get, "/api/me", "cross-site", null)).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var upgrade = new HttpRequestMessage(HttpMethod.Get, "/elsa/hubs/workflow-instance") { Headers = { { "Cookie", cookie }, { "Origin", "https://evil.example" }, { "Connection", "Upgrade" }, { "Upgrade", "websocket" } } };
        await (await server.Client().SendAsync(upgrade)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "request.other-site.forbidden");
    }

    private Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? site, string? origin)
    {
        var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookie } } };
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return server.Client().SendAsync(request);
    }
}
