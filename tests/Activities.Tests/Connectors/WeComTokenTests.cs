using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class WeComTokenTests : IDisposable
{
    private const string GetToken = "/cgi-bin/gettoken", Delete = "/cgi-bin/user/delete";
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    private Task<ActivityResult> DeleteAsync() => _rig.RunAsync(new DeleteMember(_rig.WeCom) { UserId = "zhang.wei" });

    [Fact]
    public async Task A_token_is_fetched_once_for_many_calls()
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Delete, Answer.Errcode(0));
        for (var i = 0; i < 3; i++) (await DeleteAsync()).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(GetToken).ShouldHaveSingleItem().Query!["corpsecret"].ShouldBe([Rig.ContactSecret]);
        _rig.Sent(Delete).ShouldAllBe(r => r.Query!["access_token"][0] == "t1" && r.Query["userid"][0] == "zhang.wei" && r.Method == "GET");
    }

    [Fact]
    public async Task Each_secret_has_a_token_of_its_own()
    {
        _rig.Answers(GetToken, request => Answer.Json($$"""{"errcode":0,"access_token":"of-{{request.Query!["corpsecret"][0]}}","expires_in":7200}"""));
        _rig.Answers(Delete, Answer.Errcode(0));
        _rig.Answers("/cgi-bin/externalcontact/get_unassigned_list", Answer.Errcode(0));
        await DeleteAsync();
        await _rig.RunAsync(new ListUnassigned(_rig.WeCom) { UserId = "zhang.wei" });
        _rig.Sent(Delete)[0].Query!["access_token"].ShouldBe([$"of-{Rig.ContactSecret}"]);
        _rig.Sent("/cgi-bin/externalcontact/get_unassigned_list")[0].Query!["access_token"].ShouldBe([$"of-{Rig.AppSecret}"]);
    }

    [Fact]
    public async Task A_token_is_renewed_before_it_ends()
    {
        _rig.AnswersToken("t1", "t2");
        _rig.Answers(Delete, Answer.Errcode(0));
        await DeleteAsync();
        _rig.Clock.Advance(TimeSpan.FromMinutes(114));
        await DeleteAsync();
        _rig.Sent(GetToken).Count.ShouldBe(1);
        _rig.Clock.Advance(TimeSpan.FromMinutes(2));
        await DeleteAsync();
        _rig.Sent(GetToken).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(42001)]
    [InlineData(40014)]
    public async Task A_refused_token_is_refreshed_once_and_the_call_repeated(int errcode)
    {
        _rig.AnswersToken("t1", "t2");
        _rig.Answers(Delete, Answer.Errcode(errcode), Answer.Errcode(0));
        (await DeleteAsync()).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Delete).Select(r => r.Query!["access_token"][0]).ShouldBe(["t1", "t2"]);
    }

    [Fact]
    public async Task A_token_that_is_refused_after_the_refresh_is_left_to_the_job()
    {
        _rig.AnswersToken("t1", "t2", "t3");
        _rig.Answers(Delete, Answer.Errcode(42001));
        var thrown = await Should.ThrowAsync<ConnectorException>(DeleteAsync);
        thrown.Code.ShouldBe("wecom.token-refused");
        thrown.IsTransient.ShouldBeTrue();
        _rig.Sent(Delete).Count.ShouldBe(2);
        _rig.Sent(GetToken).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Calls_at_the_same_time_fetch_one_token()
    {
        TaskCompletionSource letGo = new();
        _rig.Answers(GetToken, _ => Answer.Json("""{"errcode":0,"access_token":"t1","expires_in":7200}""") with { Held = letGo.Task });
        _rig.Answers(Delete, Answer.Errcode(0));
        var calls = Enumerable.Range(0, 12).Select(_ => DeleteAsync()).ToArray();
        letGo.SetResult();
        await Task.WhenAll(calls);
        _rig.Sent(GetToken).Count.ShouldBe(1);
        _rig.Sent(Delete).Count.ShouldBe(12);
    }

    [Fact]
    public async Task Calls_whose_token_expires_at_the_same_time_refresh_it_once()
    {
        var issued = 0;
        _rig.Answers(GetToken, _ => Answer.Json($$"""{"errcode":0,"access_token":"t{{Interlocked.Increment(ref issued)}}","expires_in":7200}"""));
        // Every call of the first wave is refused only when all twelve have arrived with the old token.
        TaskCompletionSource allIn = new();
        var arrived = 0;
        _rig.Answers(Delete, request =>
        {
            if (request.Query!["access_token"][0] != "t1") return Answer.Errcode(0);
            if (Interlocked.Increment(ref arrived) == 12) allIn.SetResult();
            return Answer.Errcode(42001) with { Held = allIn.Task };
        });
        var results = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => DeleteAsync()));
        results.ShouldAllBe(r => r is ActivityResult.Completed);
        issued.ShouldBe(2);
    }

    [Fact]
    public async Task A_wrong_secret_fails_at_once()
    {
        _rig.Answers(GetToken, Answer.Errcode(40001));
        var failure = (await DeleteAsync()).ShouldBeOfType<ActivityResult.Failed>();
        failure.Code.ShouldBe("wecom.errcode-40001");
        failure.Message.ShouldNotContain(Rig.ContactSecret);
    }

    [Fact]
    public async Task A_token_that_could_not_be_fetched_is_not_remembered()
    {
        _rig.Answers(GetToken, Answer.Html, Answer.Json("""{"errcode":0,"access_token":"t1","expires_in":7200}"""));
        _rig.Answers(Delete, Answer.Errcode(0));
        (await Should.ThrowAsync<ConnectorException>(DeleteAsync)).Code.ShouldBe("wecom.garbled");
        (await DeleteAsync()).ShouldBeOfType<ActivityResult.Completed>();
    }
}
