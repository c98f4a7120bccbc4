using System.Text.Json;
using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.WeCom;
using HrBpm.Workflows.Authoring;
using WireMock;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class WeComTransferTests : IDisposable
{
    private const string Unassigned = "/cgi-bin/externalcontact/get_unassigned_list";
    private const string Transfer = "/cgi-bin/externalcontact/resigned/transfer_customer", Result = "/cgi-bin/externalcontact/resigned/transfer_result";
    private readonly Rig _rig = new();
    private readonly Dictionary<string, int> _statuses = [];
    private readonly Dictionary<string, int> _answers = [];

    public WeComTransferTests()
    {
        _rig.AnswersToken("t1");
        _rig.Answers(Result, _ => Answer.Json(JsonSerializer.Serialize(new
        {
            errcode = 0, customer = _statuses.Select(s => new { external_userid = s.Key, status = s.Value, takeover_time = 1588262400 }), next_cursor = "",
        })));
        _rig.Answers(Transfer, request =>
        {
            foreach (var id in Ids(request).Where(id => _answers.GetValueOrDefault(id) == 0)) _statuses.TryAdd(id, 2);
            return Answer.Json(JsonSerializer.Serialize(new { errcode = 0, errmsg = "ok", customer = Ids(request).Select(id => new { external_userid = id, errcode = _answers.GetValueOrDefault(id) }) }));
        });
    }

    public void Dispose() => _rig.Dispose();

    private static List<string> Ids(IRequestMessage request) =>
        [.. JsonDocument.Parse(request.Body!).RootElement.GetProperty("external_userid").EnumerateArray().Select(e => e.GetString()!)];

    private static List<string> Customers(int count) => [.. Enumerable.Range(1, count).Select(n => $"wo{n:000}")];

    private TransferCustomers TransferStep(params IReadOnlyList<string> customers) => new(_rig.WeCom) { FromUserId = "zhang.wei", ToUserId = "chen.chen", Customers = customers };

    private AwaitTransfer AwaitStep(params IReadOnlyList<string> customers) => new(_rig.WeCom) { FromUserId = "zhang.wei", ToUserId = "chen.chen", Customers = customers, AskEvery = TimeSpan.FromHours(6) };

    [Fact]
    public async Task Unassigned_customers_are_read_page_by_page_and_are_the_leavers_own()
    {
        _rig.Answers(Unassigned,
            Answer.Json("""{"errcode":0,"info":[{"handover_userid":"zhang.wei","external_userid":"wo1","dimission_time":1550838571},{"handover_userid":"other","external_userid":"wo2","dimission_time":1}],"is_last":false,"next_cursor":"c2"}"""),
            Answer.Json("""{"errcode":0,"info":[{"handover_userid":"ZHANG.WEI","external_userid":"wo3","dimission_time":1}],"is_last":true,"next_cursor":"c3"}"""));
        ListUnassigned step = new(_rig.WeCom) { UserId = "zhang.wei" };
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        step.Customers.ShouldBe(["wo1", "wo3"]);
        _rig.Sent(Unassigned).Select(r => r.Body).ShouldBe(["""{"cursor":"","page_size":1000}""", """{"cursor":"c2","page_size":1000}"""]);
    }

    [Fact]
    public async Task A_cursor_that_does_not_move_ends_the_reading()
    {
        _rig.Answers(Unassigned, Answer.Json("""{"errcode":0,"info":[],"is_last":false,"next_cursor":"c2"}"""));
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(new ListUnassigned(_rig.WeCom) { UserId = "zhang.wei" }))).Code.ShouldBe("wecom.garbled");
        _rig.Sent(Unassigned).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Customers_are_started_in_batches_of_at_most_100()
    {
        var step = TransferStep(Customers(230));
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Transfer).Select(r => Ids(r).Count).ShouldBe([100, 100, 30]);
        _rig.Sent(Transfer)[2].Body.ShouldStartWith("""{"handover_userid":"zhang.wei","takeover_userid":"chen.chen","external_userid":["wo201",""");
        step.Started.Count.ShouldBe(230);
        step.Failed.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_customer_that_WeCom_does_not_accept_is_reported_beside_the_others()
    {
        (_answers["wo2"], _answers["wo3"]) = (40096, 40129);
        var step = TransferStep("wo1", "wo2", "wo3");
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        step.Started.ShouldBe(["wo1", "wo3"]);
        var failed = step.Failed.ShouldHaveSingleItem().ShouldBeOfType<Dictionary<string, object?>>();
        failed["customer"].ShouldBe("wo2");
        failed["errcode"].ShouldBe(40096);
    }

    [Fact]
    public async Task A_run_that_died_between_two_batches_goes_on_with_the_rest()
    {
        _rig.Answers(Transfer, request =>
        {
            if (_rig.Sent(Transfer).Count >= 2) return new Answer(503, "");
            foreach (var id in Ids(request)) _statuses[id] = 2;
            return Answer.Json(JsonSerializer.Serialize(new { errcode = 0, customer = Ids(request).Select(id => new { external_userid = id, errcode = 0 }) }));
        });
        await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(TransferStep(Customers(150))));
        var doneBefore = _statuses.Keys.ToList();
        doneBefore.Count.ShouldBe(100);
        _rig.StartAnew();
        _rig.Answers(Transfer, request => Answer.Json(JsonSerializer.Serialize(new { errcode = 0, customer = Ids(request).Select(id => new { external_userid = id, errcode = 0 }) })));
        var again = TransferStep(Customers(150));
        (await _rig.RunAsync(again)).ShouldBeOfType<ActivityResult.Completed>();
        Ids(_rig.Sent(Transfer)[^1]).Intersect(doneBefore).ShouldBeEmpty();
        Ids(_rig.Sent(Transfer)[^1]).Count.ShouldBe(50);
        again.Started.Count.ShouldBe(150);
    }

    [Fact]
    public async Task A_second_run_after_a_crash_before_the_commit_starts_nobody()
    {
        await _rig.RunAsync(TransferStep(Customers(120)));
        _rig.StartAnew();
        var again = TransferStep(Customers(120));
        (await _rig.RunAsync(again)).ShouldBeOfType<ActivityResult.Completed>();
        _rig.Sent(Transfer).Count.ShouldBe(2);
        again.Started.Count.ShouldBe(120);
    }

    [Fact]
    public async Task A_customer_whom_the_receiver_had_no_room_for_is_started_again_and_a_refusal_is_not()
    {
        (_statuses["wo1"], _statuses["wo2"]) = (4, 3);
        await _rig.RunAsync(TransferStep("wo1", "wo2"));
        Ids(_rig.Sent(Transfer).ShouldHaveSingleItem()).ShouldBe(["wo1"]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(45009)]
    public async Task A_busy_answer_for_one_customer_makes_the_run_repeat(int errcode)
    {
        _answers["wo2"] = errcode;
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(TransferStep("wo1", "wo2")))).IsTransient.ShouldBeTrue();
        _answers.Clear();
        _rig.StartAnew();
        await _rig.RunAsync(TransferStep("wo1", "wo2"));
        Ids(_rig.Sent(Transfer)[^1]).ShouldBe(["wo2"]);
    }

    [Fact]
    public async Task An_answer_that_forgets_a_customer_is_no_success()
    {
        _rig.Answers(Transfer, Answer.Json("""{"errcode":0,"customer":[{"external_userid":"wo1","errcode":0}]}"""));
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(TransferStep("wo1", "wo2")))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_customers_nobody_is_asked()
    {
        (await _rig.RunAsync(TransferStep())).ShouldBeOfType<ActivityResult.Completed>();
        (await _rig.RunAsync(AwaitStep())).ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldBe(["All"]);
        _rig.Sent(Result).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(99)]
    [InlineData(null)]
    public async Task An_open_unknown_or_missing_status_is_asked_for_again_later(int? status)
    {
        _statuses["wo1"] = 1;
        if (status is { } known) _statuses["wo2"] = known;
        var later = (await _rig.RunAsync(AwaitStep("wo1", "wo2"))).ShouldBeOfType<ActivityResult.AskAgain>();
        later.After.ShouldBe(TimeSpan.FromHours(6));
        later.Reason.ShouldBe("1 of 2 customers are not final yet.");
    }

    [Fact]
    public async Task All_customers_taken_over_is_outcome_All()
    {
        (_statuses["wo1"], _statuses["wo2"], _statuses["somebody-else"]) = (1, 1, 2);
        var step = AwaitStep("wo1", "wo2");
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldBe(["All"]);
        step.Transferred.ShouldBe(["wo1", "wo2"]);
    }

    [Fact]
    public async Task Refused_and_capped_customers_are_outcome_Partly()
    {
        (_statuses["wo1"], _statuses["wo2"], _statuses["wo3"]) = (1, 3, 4);
        var step = AwaitStep("wo1", "wo2", "wo3");
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldBe(["Partly"]);
        step.Transferred.ShouldBe(["wo1"]);
        step.Refused.ShouldBe(["wo2"]);
        step.Capped.ShouldBe(["wo3"]);
    }

    [Fact]
    public async Task Results_are_read_to_the_last_page()
    {
        _rig.Answers(Result,
            Answer.Json("""{"errcode":0,"customer":[{"external_userid":"wo1","status":1,"takeover_time":1}],"next_cursor":"p2"}"""),
            Answer.Json("""{"errcode":0,"customer":[{"external_userid":"wo2","status":1,"takeover_time":1}],"next_cursor":""}"""));
        (await _rig.RunAsync(AwaitStep("wo1", "wo2"))).ShouldBeOfType<ActivityResult.Completed>().Outcomes.ShouldBe(["All"]);
        _rig.Sent(Result).Select(r => r.Body).ShouldBe(["""{"handover_userid":"zhang.wei","takeover_userid":"chen.chen","cursor":""}""", """{"handover_userid":"zhang.wei","takeover_userid":"chen.chen","cursor":"p2"}"""]);
    }
}
