using System.Text.Json.Nodes;
using HrBpm.Activities.Connectors;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class DingTalkTests : IDisposable
{
    private const string Redeem = "/v1.0/oauth2/userAccessToken", Me = "/v1.0/contact/users/me";
    private static readonly Answer Token = Answer.Json("""{"accessToken":"person-token-1","refreshToken":"r-12345","expireIn":7200,"corpId":"ding1"}""");
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    private Task<string> WhoAsync() => _rig.DingTalk.WhoAsync("auth-1", TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_code_becomes_the_persons_token_and_that_their_unionId()
    {
        _rig.Answers(Redeem, Token);
        _rig.Answers(Me, Answer.Json("""{"nick":"张伟","unionId":"z21HjQliSzpw0Yxxxx","openId":"o1","mobile":"138","stateCode":"86"}"""));
        (await WhoAsync()).ShouldBe("z21HjQliSzpw0Yxxxx");
        var sent = JsonNode.Parse(_rig.Sent(Redeem, "POST").ShouldHaveSingleItem().Body!)!.AsObject();
        sent.ToDictionary(m => m.Key, m => (string)m.Value!).ShouldBe(new Dictionary<string, string> { ["clientId"] = "ding-app", ["clientSecret"] = Rig.DingTalkSecret, ["code"] = "auth-1", ["grantType"] = "authorization_code" }, ignoreOrder: true);
        _rig.Sent(Me, "GET").ShouldHaveSingleItem().Headers!["x-acs-dingtalk-access-token"].ShouldBe(["person-token-1"]);
        string.Join("", _rig.Calls).ShouldNotContain(Rig.DingTalkSecret);
        string.Join("", _rig.Calls).ShouldNotContain("person-token-1");
    }

    public static TheoryData<string, string, bool> Failures => new()
    {
        { "code used", "dingtalk.refused", false },
        { "rate limit", "dingtalk.rate-limited", true },
        { "503", "dingtalk.unavailable", true },
        { "html", "dingtalk.garbled", true },
        { "no token", "dingtalk.garbled", true },
        { "token expired", "dingtalk.refused", false },
        { "no unionId", "dingtalk.garbled", true },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task What_goes_wrong_is_named_and_signs_nobody_in(string what, string code, bool isTransient)
    {
        _rig.Answers(Redeem, what switch
        {
            "code used" => new Answer(400, """{"code":"invalidParameter.authCode.notFound","message":"不存在的临时授权码","requestid":"1"}"""),
            "rate limit" => new Answer(429, "{}"),
            "503" => new Answer(503, "down"),
            "html" => Answer.Html,
            "no token" => Answer.Json("{}"),
            _ => Token,
        });
        _rig.Answers(Me, what == "token expired" ? new Answer(401, """{"code":"InvalidAuthentication","message":"不合法的access_token"}""") : Answer.Json("""{"nick":"张伟"}"""));
        var thrown = await Should.ThrowAsync<ConnectorException>(WhoAsync);
        (thrown.Code, thrown.IsTransient).ShouldBe((code, isTransient));
        thrown.Message.ShouldNotContain(Rig.DingTalkSecret);
    }

    [Fact]
    public async Task Who_gets_no_answer_in_time_is_not_signed_in()
    {
        using Rig hasty = new(new() { ["Connectors:DingTalk:TimeoutSeconds"] = "0.3" });
        hasty.Answers(Redeem, Answer.Never);
        (await Should.ThrowAsync<ConnectorException>(() => hasty.DingTalk.WhoAsync("c", TestContext.Current.CancellationToken))).Code.ShouldBe("dingtalk.timeout");
    }

    [Fact]
    public void Browsers_are_sent_to_the_page_of_DingTalk() => _rig.DingTalk.AddressFor("https://hr.example/back", "abc")
        .ShouldBe("https://login.dingtalk.com/oauth2/auth?client_id=ding-app&redirect_uri=https%3A%2F%2Fhr.example%2Fback&response_type=code&scope=openid&prompt=consent&state=abc");
}
