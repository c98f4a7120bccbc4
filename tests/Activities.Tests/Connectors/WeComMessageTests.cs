using System.Text.Json;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class WeComMessageTests : IDisposable
{
    private const string Send = "/cgi-bin/message/send";
    private readonly Rig _rig = new();

    public WeComMessageTests()
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Send, Answer.Json("""{"errcode":0,"errmsg":"ok","invaliduser":"","msgid":"m1","response_code":"r1"}"""));
    }

    public void Dispose() => _rig.Dispose();

    private SendMessage Step(string url = "https://hr.example/tasks/1", string taskId = "task-1", params string[] to) =>
        new(_rig.WeCom) { ToUserIds = to.Length > 0 ? to : ["li.na", "wang.qiang"], Title = "离职审批", Text = "张伟 · 销售部", Url = url, TaskId = taskId };

    [Fact]
    public async Task A_message_with_a_link_is_a_card()
    {
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Send).ShouldHaveSingleItem().Body.ShouldBe("""{"touser":"li.na|wang.qiang","msgtype":"template_card","agentid":1000002,"template_card":{"card_type":"text_notice","main_title":{"title":"离职审批"},"sub_title_text":"张伟 · 销售部","task_id":"task-1","card_action":{"type":1,"url":"https://hr.example/tasks/1"}},"enable_duplicate_check":1,"duplicate_check_interval":14400}""");
    }

    [Fact]
    public async Task A_message_without_a_link_is_a_text()
    {
        await _rig.RunAsync(Step(url: ""));
        _rig.Sent(Send).ShouldHaveSingleItem().Body.ShouldBe("""{"touser":"li.na|wang.qiang","msgtype":"text","agentid":1000002,"text":{"content":"离职审批\n张伟 · 销售部"},"enable_duplicate_check":1,"duplicate_check_interval":14400}""");
    }

    [Fact]
    public async Task A_partial_failure_hides_behind_errcode_0_and_is_reported()
    {
        _rig.Answers(Send, Answer.Json("""{"errcode":0,"errmsg":"ok","invaliduser":"wang.qiang|nobody","unlicenseduser":"li.si","msgid":"m1"}"""));
        var step = Step();
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        step.InvalidUsers.ShouldBe(["wang.qiang", "nobody", "li.si"]);
    }

    [Fact]
    public async Task No_valid_receiver_at_all_fails_the_step()
    {
        _rig.Answers(Send, Answer.Json("""{"errcode":81013,"errmsg":"all touser invalid","invaliduser":"a|b"}"""));
        var step = Step();
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.no-valid-receiver");
    }

    [Fact]
    public async Task A_card_that_was_delivered_before_a_crash_is_done()
    {
        _rig.Answers(Send, Answer.Json("""{"errcode":0,"errmsg":"ok","msgid":"m1"}"""), Answer.Errcode(42014));
        await _rig.RunAsync(Step());
        _rig.StartAnew();
        (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Send)[0].Body.ShouldBe(_rig.Sent(Send)[1].Body);
    }

    [Fact]
    public async Task Without_a_task_id_the_visit_is_the_message()
    {
        await _rig.RunAsync(Step(taskId: ""));
        _rig.StartAnew();
        await _rig.RunAsync(Step(taskId: ""));
        var ids = _rig.Sent(Send).Select(r => JsonDocument.Parse(r.Body!).RootElement.GetProperty("template_card").GetProperty("task_id").GetString()).Distinct();
        ids.ShouldHaveSingleItem().ShouldNotBeNull().ShouldMatch("^wf-1visit-7-[0-9a-f]{32}$");
    }

    [Fact]
    public async Task A_message_to_nobody_or_of_nothing_is_not_sent()
    {
        (await _rig.RunAsync(Step(to: " "))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.receivers");
        (await _rig.RunAsync(new SendMessage(_rig.WeCom) { ToUserIds = ["li.na"] })).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("wecom.empty-message");
        _rig.Sent(Send).ShouldBeEmpty();
    }
}
