using System.Text.Json.Nodes;
using HrBpm.Activities.Inbox;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Tests.Inbox;

public sealed class FormDefinitionTests
{
    private static readonly DefinitionValidator Validator = new ServiceCollection().AddWorkflows(typeof(InitiatorForm).Assembly).BuildServiceProvider().GetRequiredService<DefinitionValidator>();

    [Theory]
    [InlineData("""[{"key":"a","label":"甲","type":"number"},{"key":"a","label":"乙","type":"text"}]""", "forms.key-repeated", "a", "甲, 乙")]
    [InlineData("""[{"key":"","label":"甲","type":"number"}]""", "forms.key-missing", null, "甲")]
    [InlineData("""[{"key":"f","label":"合计","type":"formula","formula":"1 +"}]""", "forms.formula-invalid", "f", "合计")]
    [InlineData("""[{"key":"f","label":"合计","type":"formula","formula":"days(range) * 2"}]""", "forms.formula-field-unknown", "f", "range")]
    [InlineData("""[{"key":"rows","label":"明细","type":"lines","columns":["name"]},{"key":"f","label":"合计","type":"formula","formula":"sum(rows.amount)"}]""", "forms.formula-field-unknown", "f", "amount")]
    [InlineData("""[{"key":"f","label":"甲","type":"formula","formula":"g"},{"key":"g","label":"乙","type":"formula","formula":"h + 1"},{"key":"h","label":"丙","type":"formula","formula":"g"}]""", "forms.formula-circular", "g", "乙 → 丙 → 乙")]
    [InlineData("""[{"key":"f","label":"甲","type":"formula","formula":"f + 1"}]""", "forms.formula-circular", "f", "甲 → 甲")]
    [InlineData("""[{"key":"a","label":"甲","type":"text","visibleWhen":{"parts":[{"field":"gone","operator":"filled"}]}}]""", "forms.rule-field-unknown", "a", "gone")]
    [InlineData("""[{"key":"a","label":"甲","type":"text","requiredWhen":{"parts":[{"all":true,"parts":[{"field":"gone"}]}]}}]""", "forms.rule-field-unknown", "a", "gone")]
    [InlineData("""[{"key":"a","label":"甲","type":"text","visibleWhen":{"is":1}}]""", "forms.rule-invalid", "a", "甲")]
    [InlineData("""[{"key":"rows","label":"明细","type":"lines","columns":[{"key":"x","label":"X","type":"formula","formula":"y"}]}]""", "forms.formula-field-unknown", "rows", "y")]
    [InlineData("""[{"key":"rows","label":"明细","type":"lines","columns":[{"key":"x","label":"凭证","type":"attachment"}]}]""", "forms.column-type", "rows", "凭证")]
    [InlineData("""[{"key":"a","label":"附件","type":"attachment","fileKinds":["exe"]}]""", "forms.file-kind-unknown", "a", "exe")]
    [InlineData("""[{"key":"a","label":"附件","type":"attachment","mostFiles":21}]""", "forms.most-files", "a", "21")]
    [InlineData("""[{"key":"a","label":"甲","type":"colour"}]""", "forms.field-unreadable", "a", "申请")]
    [InlineData("""{"key":"a"}""", "forms.unreadable", null, "申请")]
    public void What_is_wrong_with_a_form_is_a_problem_that_names_the_step_and_the_field_and_forbids_a_publish(string form, string code, string? field, string named)
    {
        var problem = Problems(form).ShouldHaveSingleItem();

        (problem.Code, problem.Node, problem.Field, problem.IsError).ShouldBe((code, "form", field, true));
        problem.Message.ShouldContain(named);
        problem.MessageZhCn.ShouldContain(named);
        problem.Message.ShouldContain("申请");
    }

    [Fact]
    public void A_sound_form_and_one_that_an_expression_makes_have_no_problem()
    {
        Problems("""
            [{"key":"period","label":"时间","type":"daterange"},{"key":"rows","label":"明细","type":"lines","columns":["name",{"key":"amount","label":"金额","type":"money"}]},
             {"key":"all","label":"合计","type":"formula","formula":"sum(rows.amount) + days(period)","currency":"CNY"},{"key":"twice","label":"两倍","type":"formula","formula":"all * 2"},
             {"key":"proof","label":"附件","type":"attachment","mostFiles":3,"fileKinds":["pdf","picture"],"visibleWhen":{"all":true,"parts":[{"field":"all","operator":">","value":"1000"}]}}]
            """).ShouldBeEmpty();
        Problems("getInput('form')", "JavaScript").ShouldBeEmpty();
    }

    private static List<DefinitionProblem> Problems(string form, string type = "Object") => [.. Validator.Check(new JsonObject
    {
        ["definitionId"] = "f",
        ["name"] = "f",
        ["root"] = new JsonObject
        {
            ["id"] = "flow",
            ["type"] = "Elsa.Flowchart",
            ["activities"] = new JsonArray(
                new JsonObject { ["id"] = "form", ["type"] = "HrBpm.InitiatorForm", ["name"] = "申请", ["form"] = new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = form } } },
                new JsonObject { ["id"] = "end", ["type"] = "Elsa.End" }),
            ["connections"] = new JsonArray(new JsonObject { ["source"] = new JsonObject { ["activity"] = "form", ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = "end", ["port"] = "In" } }),
        },
    }.ToJsonString()).Where(problem => problem.Code.StartsWith("forms.", StringComparison.Ordinal))];
}
