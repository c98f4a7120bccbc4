using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Tests.Sandbox;

/// <summary>One server for inputs that change nothing.</summary>
public sealed class UntouchedSandbox : IAsyncLifetime
{
    private HrBpmServer server = null!;

    internal HttpClient Administrator { get; private set; } = null!;

    internal ShiftableClock Clock => server.Clock;

    public async ValueTask InitializeAsync()
    {
        server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);
        Administrator = await server.SignInAsync("xu.nuo");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

public sealed class SandboxBadInputTests(UntouchedSandbox shared) : IClassFixture<UntouchedSandbox>
{
    [Theory]
    [InlineData("""{"system":"weCom","kind":"http5xx","rate":1.5}""", "rate")]
    [InlineData("""{"system":"scim","kind":"errcode","errcode":45009}""", "WeCom")]
    [InlineData("""{"system":"weCom","kind":"errcode"}""", "errcode")]
    [InlineData("""{"system":"weCom","kind":"down","errcode":1}""", "errcode")]
    [InlineData("""{"system":"weCom","kind":"latency","delay":"01:00:00"}""", "delay")]
    [InlineData("""{"system":"weCom","kind":"down","untilUtc":"2020-01-01T00:00:00Z"}""", "untilUtc")]
    [InlineData("""{"system":"fax","kind":"down"}""", "system")]
    [InlineData("""{"system":"weCom","kind":"down","mood":"bad"}""", "mood")]
    public async Task A_fault_that_makes_no_sense_is_refused(string body, string named)
    {
        var answer = await shared.Administrator.PostAsync("/api/sandbox/faults", new StringContent(body, System.Text.Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain(named);
        (await shared.Administrator.GetStringAsync("/api/sandbox/faults")).ShouldBe("[]");
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"by":"1.00:00:00","to":"2090-01-01T00:00:00Z"}""")]
    [InlineData("""{"by":"-1.00:00:00"}""")]
    [InlineData("""{"to":"2020-01-01T00:00:00Z"}""")]
    [InlineData("""{"to":"2090-01-01T00:00:00"}""")]
    [InlineData("""{"by":"9999.00:00:00"}""")]
    public async Task A_move_that_makes_no_sense_is_refused(string body)
    {
        (await shared.Administrator.PostAsync("/api/sandbox/clock/advance", new StringContent(body, System.Text.Encoding.UTF8, "application/json"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        shared.Clock.Offset.ShouldBe(TimeSpan.Zero);
    }
}
