using HrBpm.Activities.Connectors;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class WeComSignInTests : IDisposable
{
    private const string GetToken = "/cgi-bin/gettoken", Who = "/cgi-bin/auth/getuserinfo";
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    private Task<string?> WhoAsync(string code = "c 1") => _rig.WeComSignIn.WhoAsync(code, TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_code_tells_the_member_with_the_token_that_everything_else_uses()
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Who, Answer.Json("""{"errcode":0,"errmsg":"ok","userid":"ZhangWei","user_ticket":"x"}"""));
        (await WhoAsync()).ShouldBe("ZhangWei");
        (await WhoAsync()).ShouldBe("ZhangWei");
        _rig.Sent(GetToken).ShouldHaveSingleItem().Query!["corpsecret"].ShouldBe([Rig.AppSecret]);
        _rig.Sent(Who)[0].Query!["code"].ShouldBe(["c 1"]);
    }

    [Fact]
    public async Task Somebody_who_is_no_member_is_nobody()
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Who, Answer.Json("""{"errcode":0,"errmsg":"ok","openid":"oABC","external_userid":"wo1"}"""));
        (await WhoAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task An_expired_token_is_renewed_and_the_code_tried_again()
    {
        _rig.AnswersToken("t1", "t2");
        _rig.Answers(Who, Answer.Errcode(42001), Answer.Json("""{"errcode":0,"errmsg":"ok","userid":"zhangwei"}"""));
        (await WhoAsync()).ShouldBe("zhangwei");
        _rig.Sent(Who).Select(r => r.Query!["access_token"][0]).ShouldBe(["t1", "t2"]);
    }

    public static TheoryData<string, string, bool> Failures => new()
    {
        { "code used", "wecom.errcode-40029", false },
        { "rate limit", "wecom.rate-limited", true },
        { "503", "wecom.unavailable", true },
        { "html", "wecom.garbled", true },
        { "empty", "wecom.garbled", true },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task What_goes_wrong_is_named_and_signs_nobody_in(string what, string code, bool isTransient)
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Who, what switch
        {
            "code used" => Answer.Errcode(40029),
            "rate limit" => Answer.Errcode(45009),
            "503" => new Answer(503, "down"),
            "html" => Answer.Html,
            _ => Answer.Empty,
        });
        var thrown = await Should.ThrowAsync<ConnectorException>(() => WhoAsync());
        (thrown.Code, thrown.IsTransient).ShouldBe((code, isTransient));
        thrown.Message.ShouldNotContain(Rig.AppSecret);
    }

    [Fact]
    public async Task Who_gets_no_answer_in_time_is_not_signed_in()
    {
        using Rig hasty = new(new() { ["Connectors:WeCom:TimeoutSeconds"] = "0.3" });
        hasty.Answers(GetToken, Answer.Never);
        (await Should.ThrowAsync<ConnectorException>(() => hasty.WeComSignIn.WhoAsync("c", TestContext.Current.CancellationToken))).Code.ShouldBe("wecom.timeout");
    }

    [Fact]
    public void Browsers_are_sent_to_scan_and_that_of_WeCom_itself_is_not()
    {
        var signIn = _rig.WeComSignIn;
        signIn.AddressFor("https://hr.example/back", "abc", isInApp: false)
            .ShouldBe("https://login.work.weixin.qq.com/wwlogin/sso/login?login_type=CorpApp&appid=ww-corp&agentid=1000002&redirect_uri=https%3A%2F%2Fhr.example%2Fback&state=abc");
        signIn.AddressFor("https://hr.example/back", "abc", isInApp: true)
            .ShouldBe("https://open.weixin.qq.com/connect/oauth2/authorize?appid=ww-corp&redirect_uri=https%3A%2F%2Fhr.example%2Fback&response_type=code&scope=snsapi_base&state=abc&agentid=1000002#wechat_redirect");
    }
}
