using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows.Expressions;
using HrBpm.Workflows.Forms;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>Conditions and formulas of forms.</summary>
public sealed class FormRuleTests
{
    private static readonly FormField[] Form =
    [
        new() { Key = "kind", Label = "类型", Type = FormFieldType.Choice, Options = ["年假", "病假"], Required = true },
        new() { Key = "period", Label = "起止", Type = FormFieldType.DateRange },
        new() { Key = "days", Label = "天数", Type = FormFieldType.Formula, Formula = "days(period)", Decimals = 0 },
        new() { Key = "more", Label = "就诊", Type = FormFieldType.Section, VisibleWhen = When("kind", "=", "病假") },
        new() { Key = "hospital", Label = "医院", RequiredWhen = When("days", ">", "2") },
        new()
        {
            Key = "costs", Label = "费用", Type = FormFieldType.Lines,
            Columns = [new() { Key = "price", Type = FormFieldType.Money }, new() { Key = "count", Type = FormFieldType.Number }, new() { Key = "sum", Type = FormFieldType.Formula, Formula = "price * count", Currency = "CNY" }],
        },
        new() { Key = "total", Label = "合计", Type = FormFieldType.Formula, Formula = "sum(costs.sum)", Currency = "CNY" },
    ];

    [Fact]
    public void What_is_not_asked_may_not_be_answered() =>
        Problems("""{"kind":"年假","hospital":"市一"}""").ShouldBe(["Expected 'hospital' (医院) to be left out, because it is not asked with these answers, but got '市一'."]);

    [Fact]
    public void What_a_rule_asks_for_must_be_there_only_while_it_is_asked()
    {
        Problems("""{"kind":"病假","period":{"from":"2026-03-30","to":"2026-04-02"}}""").ShouldBe(["Expected 'hospital' (医院) to be filled in, but it is empty."]);
        Problems("""{"kind":"病假","period":{"from":"2026-03-30","to":"2026-03-31"}}""").ShouldBeEmpty();
        Problems("""{"kind":"年假","period":{"from":"2026-03-30","to":"2026-04-02"}}""").ShouldBeEmpty();
    }

    [Fact]
    public void Formulas_are_computed_whatever_came_for_them()
    {
        var complete = FormReading.Complete(Form, Answers("""{"kind":"病假","period":{"from":"2026-02-27","to":"2026-03-02"},"days":99,"costs":[{"price":{"amountMinor":1050,"currency":"CNY"},"count":3},{"price":{"amountMinor":1,"currency":"CNY"},"count":0.5}],"total":{"amountMinor":1,"currency":"CNY"}}"""));

        complete["days"].ShouldBe(4L);
        complete["total"].ShouldBeAssignableTo<IReadOnlyDictionary<string, object?>>()!["amountMinor"].ShouldBe(3151L, "31.50 and half a fen, rounded away from nought");
    }

    [Fact]
    public void A_range_that_ends_before_it_begins_is_refused() =>
        Problems("""{"kind":"年假","period":{"from":"2026-04-02","to":"2026-03-30"}}""").ShouldBe(["Expected 'period' to be days {from, to} like 2026-03-30 to 2026-04-02, but got an object."]);

    [Theory]
    [InlineData("1 + 2 * (3 - 1) / 4", 2)]
    [InlineData("-2 * -3", 6)]
    [InlineData("max(1, 2, min(5, 4))", 4)]
    [InlineData("round(2.5)", 3)]
    [InlineData("a / b", null)]
    [InlineData("a + missing", null)]
    [InlineData("count(rows)", 0)]
    public void A_formula_is_arithmetic(string text, int? result) =>
        FieldFormula.Read(text).Formula!.Compute(key => key switch { "a" => 1, "b" => 0m, _ => null }).ShouldBe(result);

    [Theory]
    [InlineData("1 +", "Expected a number or the key of a field, but it ends, at character 4 of the formula.")]
    [InlineData("eval(1)", "Expected one of the functions sum, count, days, min, max and round, but got 'eval', at character 6 of the formula.")]
    [InlineData("1 2", "Expected an operator, but got '2', at character 3 of the formula.")]
    [InlineData(" ", "Expected a formula like price * count, but it is empty.")]
    public void A_formula_that_cannot_be_read_says_why(string text, string problem) => FieldFormula.Read(text).Problem.ShouldBe(problem);

    [Fact]
    public void Brackets_without_end_are_refused_rather_than_followed() => FieldFormula.Read(new string('(', 400)).Problem!.ShouldContain("deep");

    [Fact]
    public void Fields_that_hide_each_other_in_a_circle_come_to_an_end()
    {
        FormRule[] rules = [new("a", false, FieldCondition.Read(When("b", "empty", "")), null, false), new("b", false, FieldCondition.Read(When("a", "empty", "")), null, false)];
        FormStanding.Of(rules, _ => "x").Visible.Count.ShouldBeInRange(0, 2);
    }

    private static IEnumerable<string> Problems(string answers) => FormCheck.Check(Form, Answers(answers)).Select(problem => problem.Message);

    private static IReadOnlyDictionary<string, object?> Answers(string json) => (IReadOnlyDictionary<string, object?>)Values.FromJson(JsonNode.Parse(json))!;

    private static JsonObject When(string field, string how, string value) => new() { ["all"] = true, ["parts"] = new JsonArray(new JsonObject { ["field"] = field, ["operator"] = how, ["value"] = value }) };
}
