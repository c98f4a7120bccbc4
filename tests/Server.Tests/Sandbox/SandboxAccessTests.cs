using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace HrBpm.Server.Tests.Sandbox;

public sealed class SandboxAccessTests
{
    [Fact]
    public async Task Without_the_sandbox_there_are_no_stand_ins()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite, new Dictionary<string, string?> { ["Sandbox:Enabled"] = "false" });
        var client = await server.SignInAsync("xu.nuo");
        (await client.GetAsync("/sandbox/wecom/cgi-bin/gettoken?corpid=x&corpsecret=y")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/sandbox/scim/v2/Users")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetAsync("/api/sandbox/clock")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_an_administrator_drives_the_sandbox()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        (await server.Client().GetAsync("/api/sandbox/clock")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await (await server.SignInAsync("zhang.wei")).PostAsJsonAsync("/api/sandbox/clock/advance", new { by = "1.00:00:00" })).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_stand_ins_ask_for_their_own_credentials()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("xu.nuo");
        async Task<int> ErrcodeAsync(string path) => (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("errcode").GetInt32();
        (await ErrcodeAsync("/sandbox/wecom/cgi-bin/gettoken?corpid=ww-sandbox&corpsecret=guess")).ShouldBe(40001);
        (await ErrcodeAsync("/sandbox/wecom/cgi-bin/user/get?access_token=guess&userid=zhangwei")).ShouldBe(40014);
        (await client.GetAsync("/sandbox/scim/v2/Users?filter=userName%20eq%20%22zhang.wei%22")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await client.PostAsync("/sandbox/payroll/releases", new StringContent("{}"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task The_clock_moves_forward_by_a_span_or_to_a_moment()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        var client = await server.SignInAsync("xu.nuo");
        async Task<DateTime> NowAsync() => (await client.GetFromJsonAsync<JsonElement>("/api/sandbox/clock")).GetProperty("nowUtc").GetDateTime();
        var before = await NowAsync();
        (await client.PostAsJsonAsync("/api/sandbox/clock/advance", new { by = "3.00:00:00" })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await NowAsync()).ShouldBeGreaterThanOrEqualTo(before.AddDays(3));
        (await client.PostAsJsonAsync("/api/sandbox/clock/advance", new { to = before.AddDays(10) })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await NowAsync()).ShouldBeInRange(before.AddDays(10), before.AddDays(10).AddMinutes(5));
    }
}
