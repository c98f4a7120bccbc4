using HrBpm.Activities.Connectors;
using HrBpm.Activities.Connectors.PayrollHttp;
using HrBpm.Workflows.Authoring;

namespace HrBpm.Activities.Tests.Connectors;

public sealed class PayrollTests : IDisposable
{
    private const string Releases = "/payroll/releases";
    private readonly Rig _rig = new();
    private readonly List<string> _paid = [];
    private readonly Dictionary<string, string> _answers = [];

    public void Dispose() => _rig.Dispose();

    private ReleaseItems Step(params PayrollItem[] items) => new(_rig.Payroll)
    {
        StatementId = "st-9", EmployeeNumber = "XH-0042", Reason = "法定到期", Items = items.Length > 0 ? items : [new("i-1", "wage", 1_250_000, "CNY"), new("i-2", "unusedLeave", 90_000, "CNY")],
    };

    /// <summary>A payroll system that honours idempotency keys.</summary>
    private void PayrollKeepsKeys(bool loseFirstAnswer) => _rig.Answers(Releases, request =>
    {
        var key = request.Headers!["Idempotency-Key"][0];
        if (_answers.TryGetValue(key, out var first)) return Answer.Json(first);
        _paid.Add(key);
        _answers[key] = """{"releases":[{"itemId":"i-2","releaseId":"r-2"},{"itemId":"i-1","releaseId":"r-1"}]}""";
        return loseFirstAnswer ? new Answer(504, "") : new Answer(201, _answers[key]);
    });

    [Fact]
    public async Task Sends_the_order_with_the_key_of_the_visit_and_the_statement()
    {
        PayrollKeepsKeys(loseFirstAnswer: false);
        var step = Step();
        (await _rig.RunAsync(step)).ShouldBeOfType<ActivityResult.Completed>();
        var sent = _rig.Sent(Releases).ShouldHaveSingleItem();
        sent.Method.ShouldBe("POST");
        sent.Headers!["Idempotency-Key"].ShouldBe(["wf-1:visit-7:st-9"]);
        sent.Headers["Authorization"].ShouldBe([$"Bearer {Rig.BearerToken}"]);
        sent.Body.ShouldBe("""{"statementId":"st-9","employeeNumber":"XH-0042","reason":"法定到期","items":[{"itemId":"i-1","kind":"wage","amountMinor":1250000,"currency":"CNY"},{"itemId":"i-2","kind":"unusedLeave","amountMinor":90000,"currency":"CNY"}]}""");
        step.ReleaseIds.ShouldBe(["r-1", "r-2"]);
    }

    [Fact]
    public async Task A_repeated_run_pays_once_and_gets_the_same_releases()
    {
        PayrollKeepsKeys(loseFirstAnswer: true);
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).Code.ShouldBe("payroll.unavailable");
        _rig.StartAnew();
        var again = Step();
        (await _rig.RunAsync(again)).ShouldBeOfType<ActivityResult.Completed>();
        _paid.Count.ShouldBe(1);
        again.ReleaseIds.ShouldBe(["r-1", "r-2"]);
    }

    [Theory]
    [InlineData(409, "payroll.conflict")]
    [InlineData(422, "payroll.rejected")]
    [InlineData(401, "payroll.not-authorised")]
    [InlineData(400, "payroll.refused")]
    public async Task A_refusal_of_the_payroll_system_fails_at_once_with_its_reason(int status, string code)
    {
        _rig.Answers(Releases, new Answer(status, """{"title":"no","detail":"item i-1 was released already"}"""));
        var failure = (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Failed>();
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain("item i-1 was released already");
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_payroll_system_in_trouble_is_asked_again(int status)
    {
        _rig.Answers(Releases, new Answer(status, "<html>"));
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_payroll_system_that_does_not_answer_in_time_is_asked_again()
    {
        using Rig rig = new(new() { ["Connectors:Payroll:TimeoutSeconds"] = "0.2" });
        rig.Answers(Releases, Answer.Never);
        ReleaseItems step = new(rig.Payroll) { StatementId = "st-9", EmployeeNumber = "XH-0042", Items = [new("i-1", "wage", 5, "CNY")] };
        (await Should.ThrowAsync<ConnectorException>(() => rig.RunAsync(step))).Code.ShouldBe("payroll.timeout");
    }

    [Theory]
    [InlineData("<html></html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"status":"ok"}""")]
    public async Task Garbage_is_thrown_for_a_retry(string body)
    {
        _rig.Answers(Releases, Answer.Json(body));
        (await Should.ThrowAsync<ConnectorException>(() => _rig.RunAsync(Step()))).Code.ShouldBe("payroll.garbled");
    }

    [Fact]
    public async Task An_answer_that_forgets_an_item_is_an_incident()
    {
        _rig.Answers(Releases, Answer.Json("""{"releases":[{"itemId":"i-1","releaseId":"r-1"}]}"""));
        var failure = (await _rig.RunAsync(Step())).ShouldBeOfType<ActivityResult.Failed>();
        failure.Code.ShouldBe("payroll.incomplete-answer");
        failure.Message.ShouldContain("i-2");
    }

    [Fact]
    public async Task An_amount_of_nothing_is_never_sent()
    {
        (await _rig.RunAsync(Step(new PayrollItem("i-1", "wage", 0, "CNY")))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("payroll.invalid-order");
        (await _rig.RunAsync(Step(new("i-1", "wage", 5, "CNY"), new("i-1", "wage", 5, "CNY")))).ShouldBeOfType<ActivityResult.Failed>().Code.ShouldBe("payroll.invalid-order");
        _rig.Sent(Releases).ShouldBeEmpty();
    }
}
