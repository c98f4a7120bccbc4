using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.Scim;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class DisableUserTests : IDisposable
{
    private const string Users = "/scim/v2/Users", User = "/scim/v2/Users/u-42";
    private readonly Rig _rig = new();
    private bool _active = true;

    public DisableUserTests()
    {
        _rig.Answers(Users, _ => Scim($$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:ListResponse"],"totalResults":1,"startIndex":1,"itemsPerPage":1,"Resources":[{{Resource}}]}"""));
        _rig.Answers(User, request =>
        {
            if (request.Method == "PATCH") _active = false;
            return Scim(Resource);
        });
    }

    private string Resource => $$"""{"id":"u-42","userName":"zhang.wei","meta":{"version":"W/\"3\""},"active":{{(_active ? "true" : "false")}} }""";

    private static Answer Scim(string body) => Answer.Json(body) with { Headers = new() { ["Content-Type"] = "application/scim+json" } };

    private DisableUser Step(string userName = "zhang.wei") => new(_rig.Scim, _rig.Clock) { UserName = userName };

    private static ActivityResult.Failed Failure(ActivityResult result) => result.ShouldBeOfType<ActivityResult.Failed>();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Deactivates_by_a_patch_of_active_as_RFC_7644_says()
    {
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        var patch = _rig.Sent(User, "PATCH").ShouldHaveSingleItem();
        patch.Body.ShouldBe("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""");
        patch.Headers!["Content-Type"][0].ShouldStartWith("application/scim+json");
        patch.Headers["Authorization"][0].ShouldBe($"Bearer {Rig.BearerToken}");
        patch.Headers["Accept"][0].ShouldBe("application/scim+json");
    }

    [Fact]
    public async Task Keeps_the_reading_after_the_change_as_evidence()
    {
        var step = Step();
        await _rig.RunAsync(step);
        step.Evidence["changed"].ShouldBe(true);
        step.Evidence["before"].ShouldBeOfType<Dictionary<string, object?>>()["active"].ShouldBe(true);
        step.Evidence["after"].ShouldBeOfType<Dictionary<string, object?>>()["active"].ShouldBe(false);
        _rig.Sent(User, "GET").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_patch_answered_by_204_counts_as_done()
    {
        _rig.Answers(User, request =>
        {
            if (request.Method != "PATCH") return Scim(Resource);
            _active = false;
            return new Answer(204, "");
        });
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
    }

    [Theory]
    [InlineData("zhang\"wei", "userName eq \"zhang\\\"wei\"")]
    [InlineData("zhang\\wei", "userName eq \"zhang\\\\wei\"")]
    [InlineData("a b&c=d+张", "userName eq \"a b&c=d+张\"")]
    public async Task A_user_name_cannot_break_out_of_the_filter(string userName, string expected)
    {
        await _rig.RunAsync(Step(userName));
        _rig.Sent(Users)[0].Query!["filter"].ShouldBe([expected]);
    }

    [Fact]
    public async Task An_account_that_is_closed_already_is_left_alone()
    {
        _active = false;
        var step = Step();
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(User, "PATCH").ShouldBeEmpty();
        step.Evidence["changed"].ShouldBe(false);
    }

    [Fact]
    public async Task A_second_run_after_a_crash_before_the_commit_patches_nothing()
    {
        await _rig.RunAsync(Step());
        _rig.StartAnew();
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(User, "PATCH").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_patch_whose_answer_got_lost_is_not_sent_again()
    {
        _rig.Answers(User, request =>
        {
            if (request.Method != "PATCH") return Scim(Resource);
            _active = false;
            return new Answer(504, "");
        });
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).IsTransient.ShouldBeTrue();
        _rig.StartAnew();
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(User, "PATCH").Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_in_time_is_asked_again_later()
    {
        using Rig rig = new(new() { ["Connectors:Scim:TimeoutSeconds"] = "0.2" });
        rig.Answers(Users, Answer.Never);
        var thrown = await Should.ThrowAsync<ConnectorException>(() => rig.RunAsync(new DisableUser(rig.Scim, rig.Clock) { UserName = "zhang.wei" }));
        thrown.Code.ShouldBe("scim.timeout");
        thrown.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task An_account_that_stays_active_fails_the_step()
    {
        _rig.Answers(User, _ => Scim(Resource));
        var step = Step();
        Failure(await _rig.RunAsync(step)).Code.ShouldBe("scim.still-active");
        step.Evidence["after"].ShouldBeOfType<Dictionary<string, object?>>()["active"].ShouldBe(true);
    }

    [Theory]
    [InlineData("\"False\"", 0)]
    [InlineData("\"false\"", 0)]
    [InlineData("false", 0)]
    [InlineData("\"True\"", 1)]
    [InlineData("null", 1)]
    public async Task Active_as_text_is_understood(string active, int patches)
    {
        _rig.Answers(Users, Scim($$"""{"totalResults":1,"Resources":[{"id":"u-42","userName":"zhang.wei","active":{{active}}}]}"""));
        await _rig.RunAsync(Step());
        _rig.Sent(User, "PATCH").Count.ShouldBe(patches);
    }

    [Theory]
    [InlineData("""{"totalResults":1,"Resources":[{"id":"u-42","userName":"Zhang.Wei","active":true}]}""")]
    [InlineData("""{"totalresults":1,"resources":[{"ID":"u-42","username":"zhang.wei","Active":true}]}""")]
    [InlineData("""[{"id":"u-42","userName":"zhang.wei","active":true}]""")]
    [InlineData("""{"totalResults":2,"Resources":[{"id":"u-1","userName":"zhang.weiwei","active":true},{"id":"u-42","userName":"zhang.wei","active":true}]}""")]
    public async Task Variants_of_a_list_response_are_understood(string body)
    {
        _rig.Answers(Users, Scim(body));
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(User, "PATCH").Count.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"totalResults":0}""", "scim.unknown-user")]
    [InlineData("""{"totalResults":0,"Resources":[]}""", "scim.unknown-user")]
    [InlineData("""{"totalResults":1,"Resources":[{"id":"u-1","userName":"somebody.else","active":true}]}""", "scim.unknown-user")]
    [InlineData("""{"totalResults":2,"Resources":[{"id":"u-1","userName":"zhang.wei"},{"id":"u-2","userName":"ZHANG.WEI"}]}""", "scim.ambiguous-user")]
    public async Task Without_exactly_one_user_nothing_is_changed(string body, string code)
    {
        _rig.Answers(Users, Scim(body));
        Failure(await _rig.RunAsync(Step())).Code.ShouldBe(code);
        _rig.Sent(User).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(401, "scim.not-authorised")]
    [InlineData(400, "scim.refused")]
    [InlineData(404, "scim.unknown-user")]
    [InlineData(302, "scim.redirected")]
    public async Task What_no_retry_can_mend_fails_at_once(int status, string code)
    {
        _rig.Answers(User, new Answer(status, """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"400","scimType":"mutability","detail":"active is read only"}"""));
        var failure = Failure(await _rig.RunAsync(Step()));
        failure.Code.ShouldBe(code);
        if (status == 400) failure.Message.ShouldBe("Scim PATCH Users/{id}: expected success, but it answered HTTP 400 (mutability: active is read only).");
    }

    [Theory]
    [InlineData(500, "scim.unavailable")]
    [InlineData(503, "scim.unavailable")]
    [InlineData(408, "scim.unavailable")]
    [InlineData(429, "scim.rate-limited")]
    [InlineData(409, "scim.conflict")]
    public async Task What_may_pass_is_thrown_for_a_retry(int status, string code)
    {
        _rig.Answers(User, new Answer(status, "{}") { Headers = new() { ["Retry-After"] = "17" } });
        var thrown = await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()));
        thrown.IsTransient.ShouldBeTrue();
        thrown.Code.ShouldBe(code);
        if (status == 429) thrown.RetryAfter.ShouldBe(TimeSpan.FromSeconds(17));
    }

    public static TheoryData<string, string> Garbage => new()
    {
        { "text/html", "<html>please sign in</html>" }, { "application/json", "" }, { "application/json", "{\"totalResults\":1,\"Resour" },
        { "application/json", "\"text\"" }, { "text/plain; charset=made-up", "oops" }, { "application/json", """{"totalResults":1,"Resources":[{"userName":"zhang.wei"}]}""" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_thrown_for_a_retry(string contentType, string body)
    {
        _rig.Answers(Users, Answer.Json(body) with { Headers = new() { ["Content-Type"] = contentType } });
        var thrown = await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()));
        thrown.Code.ShouldBe("scim.garbled");
        thrown.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_refused_connection_is_thrown_for_a_retry()
    {
        _rig.StopServer();
        var thrown = await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()));
        thrown.Code.ShouldBe("scim.unreachable");
        thrown.IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_system_without_address_says_which_setting_is_missing()
    {
        using Rig rig = new(new() { ["Connectors:Scim:BaseUrl"] = "" });
        var failure = Failure(await rig.RunAsync(new DisableUser(rig.Scim, rig.Clock) { UserName = "zhang.wei" }));
        failure.Code.ShouldBe("scim.not-configured");
        failure.Message.ShouldContain("Connectors:Scim:BaseUrl");
    }
}
