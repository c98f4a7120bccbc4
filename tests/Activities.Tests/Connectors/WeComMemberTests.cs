using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class WeComMemberTests : IDisposable
{
    private const string Get = "/cgi-bin/user/get", Update = "/cgi-bin/user/update", Delete = "/cgi-bin/user/delete";
    private readonly Rig _rig = new();
    private int _status = 1;

    public WeComMemberTests()
    {
        _rig.AnswersToken("t1", "t2");
        _rig.Answers(Get, _ => Answer.Json($$"""{"errcode":0,"errmsg":"ok","userid":"zhang.wei","name":"张伟","status":{{_status}} }"""));
        _rig.Answers(Update, _ =>
        {
            _status = 2;
            return Answer.Json("""{"errcode":0,"errmsg":"updated"}""");
        });
    }

    public void Dispose() => _rig.Dispose();

    private DisableMember Step() => new(_rig.WeCom, _rig.Clock) { UserId = "zhang.wei" };

    [Fact]
    public async Task Disables_by_an_update_and_keeps_the_reading_after_it()
    {
        var step = Step();
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        var update = _rig.Sent(Update).ShouldHaveSingleItem();
        update.Method.ShouldBe("POST");
        update.Body.ShouldBe("""{"userid":"zhang.wei","enable":0}""");
        step.Evidence["changed"].ShouldBe(true);
        step.Evidence["before"].ShouldBeOfType<Dictionary<string, object?>>()["status"].ShouldBe(1);
        step.Evidence["after"].ShouldBeOfType<Dictionary<string, object?>>()["status"].ShouldBe(2);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public async Task A_member_who_cannot_sign_in_is_left_alone(int status)
    {
        _status = status;
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Update).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_second_run_after_a_crash_before_the_commit_updates_nothing()
    {
        await _rig.RunAsync(Step());
        _rig.StartAnew();
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Update).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_member_who_stays_enabled_fails_the_step()
    {
        _rig.Answers(Update, Answer.Errcode(0));
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.still-enabled");
    }

    [Fact]
    public async Task An_unknown_member_fails_the_step()
    {
        _rig.Answers(Get, Answer.Errcode(60111));
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.unknown-member");
    }

    [Fact]
    public async Task Deleting_a_member_who_is_gone_is_done()
    {
        _rig.Answers(Delete, Answer.Json("""{"errcode":0,"errmsg":"deleted"}"""), Answer.Errcode(60111));
        (await _rig.RunAsync(new DeleteMember(_rig.WeCom) { UserId = "zhang.wei" })).ShouldBeOfType<ActivityResult.Completed>();
        _rig.StartAnew();
        (await _rig.RunAsync(new DeleteMember(_rig.WeCom) { UserId = "zhang.wei" })).ShouldBeOfType<ActivityResult.Completed>();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Errcode_minus_1_is_retried_after_short_growing_delays(int hiccups)
    {
        _rig.Answers(Update, [.. Enumerable.Repeat(Answer.Errcode(-1), hiccups), Answer.Errcode(0)]);
        _rig.Answers(Get, Answer.Json("""{"errcode":0,"userid":"zhang.wei","status":1}"""), Answer.Json("""{"errcode":0,"userid":"zhang.wei","status":2}"""));
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Update).Count.ShouldBe(hiccups + 1);
        _rig.Clock.Waits.ShouldBe([.. Enumerable.Range(0, hiccups).Select(n => TimeSpan.FromMilliseconds(200 << n))]);
    }

    [Fact]
    public async Task Errcode_minus_1_is_retried_at_most_three_times()
    {
        _rig.Answers(Update, Answer.Errcode(-1));
        var thrown = await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()));
        thrown.Code.ShouldBe("wecom.busy");
        thrown.IsTransient.ShouldBeTrue();
        _rig.Sent(Update).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(45009, "wecom.rate-limited")]
    [InlineData(45033, "wecom.rate-limited")]
    [InlineData(6000, "wecom.busy")]
    public async Task A_rate_limit_is_thrown_for_a_later_retry_and_not_hammered(int errcode, string code)
    {
        _rig.Answers(Update, Answer.Errcode(errcode));
        var thrown = await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()));
        thrown.Code.ShouldBe(code);
        thrown.IsTransient.ShouldBeTrue();
        _rig.Sent(Update).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(48002)]
    [InlineData(40003)]
    public async Task Another_errcode_fails_at_once_and_is_named(int errcode)
    {
        _rig.Answers(Update, Answer.Errcode(errcode));
        var failure = (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Failed>();
        failure.Code.ShouldBe($"wecom.errcode-{errcode}");
        failure.Message.ShouldStartWith($"WeCom user/update: expected errcode 0, but it answered {errcode}");
    }

    public static TheoryData<int, string, string> Garbage => new()
    {
        { 200, "text/html", "<html>maintenance</html>" }, { 200, "application/json", "" }, { 200, "application/json", "[]" }, { 200, "application/json", "null" },
        { 200, "application/json", "{}" }, { 200, "application/json", """{"errcode":"many"}""" }, { 200, "application/json", """{"errcode":0,"sta""" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public async Task Garbage_is_thrown_for_a_retry(int status, string contentType, string body)
    {
        _rig.Answers(Update, new Answer(status, body) { Headers = new() { ["Content-Type"] = contentType } });
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).Code.ShouldBe("wecom.garbled");
    }

    [Fact]
    public async Task A_proper_answer_under_a_wrong_content_type_is_understood()
    {
        _rig.Answers(Get, _ => Answer.Json($$"""{"errcode":"0","userid":"zhang.wei","status":{{_status}} }""") with { Headers = new() { ["Content-Type"] = "text/plain" } });
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
    }

    [Fact]
    public async Task An_update_whose_answer_got_lost_is_not_sent_again()
    {
        _rig.Answers(Update, _ =>
        {
            _status = 2;
            return new Answer(504, "");
        });
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).Code.ShouldBe("wecom.unavailable");
        _rig.StartAnew();
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Update).Count.ShouldBe(1);
    }

    [Fact]
    public async Task WeCom_that_does_not_answer_in_time_is_asked_again_later()
    {
        using Rig rig = new(new() { ["Connectors:WeCom:TimeoutSeconds"] = "0.2" });
        rig.Answers("/cgi-bin/gettoken", Answer.Never);
        (await Should.ThrowAsync<ConnectorException>(() => rig.RunAsync(new DisableMember(rig.WeCom, rig.Clock) { UserId = "zhang.wei" }))).Code.ShouldBe("wecom.timeout");
    }
}
