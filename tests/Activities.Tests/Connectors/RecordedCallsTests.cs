using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Activities.Connectors.WeCom;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class RecordedCallsTests : IDisposable
{
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    private async Task DisableAsync()
    {
        _rig.AnswersToken("token-of-the-day");
        _rig.Answers("/cgi-bin/user/get", Answer.Json("""{"errcode":0,"errmsg":"ok","userid":"zhang.wei","status":1}"""), Answer.Json("""{"errcode":0,"errmsg":"ok","userid":"zhang.wei","status":2}"""));
        _rig.Answers("/cgi-bin/user/update", Answer.Json($$"""{"errcode":0,"errmsg":"updated, you sent {{Rig.ContactSecret}} and token-of-the-day"}"""));
        await _rig.RunAsync(new DisableMember(_rig.WeCom, _rig.Clock) { UserId = "zhang.wei" });
    }

    [Fact]
    public async Task Every_call_of_a_job_is_recorded_in_order()
    {
        await DisableAsync();
        _rig.Calls.Select(c => c.Action).ShouldBe(["gettoken", "user/get", "user/update", "user/get"]);
        var update = _rig.Calls[2];
        update.System.ShouldBe("WeCom");
        update.RequestLine.ShouldEndWith("/cgi-bin/user/update?access_token=***");
        update.RequestBody.ShouldBe("""{"userid":"zhang.wei","enable":0}""");
        update.Status.ShouldBe(200);
        update.StartedUtc.ShouldBe(_rig.Clock.GetUtcNow().UtcDateTime);
    }

    [Fact]
    public async Task No_recorded_call_holds_a_secret()
    {
        await DisableAsync();
        var all = string.Join('\n', _rig.Calls);
        all.ShouldNotContain(Rig.ContactSecret);
        all.ShouldNotContain("token-of-the-day");
        all.ShouldContain("***");
    }

    [Fact]
    public async Task A_bearer_token_that_is_echoed_is_hidden()
    {
        _rig.Answers("/scim/v2/Users", new Answer(400, $$"""{"detail":"no such token {{Rig.BearerToken}}"}"""));
        var result = await _rig.RunAsync(new DisableUser(_rig.Scim, _rig.Clock) { UserName = "zhang.wei" });
        result.ToString().ShouldContain("no such token ***");
        string.Join('\n', _rig.Calls).ShouldNotContain(Rig.BearerToken);
    }

    [Fact]
    public async Task A_long_answer_is_cut()
    {
        _rig.Answers("/scim/v2/Users", Answer.Json("{\"x\":\"" + new string('长', 50_000) + "\"}"));
        await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(new DisableUser(_rig.Scim, _rig.Clock) { UserName = "zhang.wei" }));
        _rig.Calls[0].ResponseBody!.Length.ShouldBeLessThan(17 * 1024);
    }

    [Fact]
    public async Task A_call_without_answer_is_recorded_with_its_reason()
    {
        _rig.StopServer();
        await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(new DisableUser(_rig.Scim, _rig.Clock) { UserName = "zhang.wei" }));
        var call = _rig.Calls.ShouldHaveSingleItem();
        call.Status.ShouldBeNull();
        call.ResponseBody.ShouldBeNull();
        call.Failure.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task Two_jobs_do_not_see_each_others_calls()
    {
        await DisableAsync();
        _rig.StartAnew();
        _rig.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080/sandbox", true)]
    [InlineData("http://localhost/", true)]
    [InlineData("https://qyapi.weixin.qq.com/", false)]
    public void A_call_to_this_machine_takes_no_proxy(string address, bool direct)
    {
        OwnMachineDirectly proxy = new();
        proxy.GetProxy(new Uri(address)).ShouldBe(direct ? null : HttpClient.DefaultProxy.GetProxy(new Uri(address)));
        if (direct) proxy.IsBypassed(new Uri(address)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("Connectors:WeCom:BaseUrl", "ftp://example", "BaseUrl")]
    [InlineData("Connectors:WeCom:AppSecret", "", "AppSecret")]
    [InlineData("Connectors:WeCom:TimeoutSeconds", "0", "TimeoutSeconds")]
    public void Bad_settings_are_named(string key, string value, string named)
    {
        using Rig rig = new(new() { [key] = value });
        Should.Throw<OptionsValidationException>(() => rig.Services.GetRequiredService<IOptions<WeComOptions>>().Value).Message.ShouldContain(named);
    }
}
