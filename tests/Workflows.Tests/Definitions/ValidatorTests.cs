using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;
using static HrBpm.Workflows.Tests.Flow;

namespace HrBpm.Workflows.Tests.Definitions;

public sealed class ValidatorTests
{
    private static readonly DefinitionValidator Validator =
        new ServiceCollection().AddWorkflows(Array.Empty<Type>()).BuildServiceProvider().GetRequiredService<DefinitionValidator>();

    [Fact]
    public void A_flow_without_problems_has_none() =>
        Validator.Check(Chart([Line("a"), Decision("d", "1 > 2"), Line("b"), Line("c")], ["a>d", "d.True>b", "d.False>c"])).ShouldBeEmpty();

    [Fact]
    public void Text_that_is_not_json_is_told_with_its_place()
    {
        var problem = Validator.Check("{\n  \"root\": oops }").ShouldHaveSingleItem();
        (problem.Code, problem.Severity, problem.Line, problem.Column).ShouldBe(("definitions.json", ProblemSeverity.Error, 2, 11));
    }

    [Fact]
    public void A_member_that_is_there_twice_is_a_problem_of_the_json() =>
        Validator.Check("""{"definitionId":"a","definitionId":"b"}""").ShouldHaveSingleItem().Code.ShouldBe("definitions.json");

    [Fact]
    public void Every_problem_speaks_english_and_chinese()
    {
        var problem = One("definitions.condition-missing", Chart([Node("d", "Elsa.FlowDecision"), Line("b")], ["d.True>b", "d.False>b"]));
        problem.Message.ShouldBe("Expected 'd' to have a condition, but it has none.");
        problem.MessageIn("zh-CN").ShouldBe("“d”应有条件，但没有填写。");
        problem.MessageIn("en").ShouldBe(problem.Message);
    }

    [Fact]
    public void The_texts_of_both_languages_have_the_same_values()
    {
        foreach (var (code, text) in ProblemTexts.All)
        {
            Values(text.ZhCn).ShouldBe(Values(text.En), ignoreOrder: true, customMessage: $"values of {code}");
            text.ZhCn.ShouldContain(c => c >= '一' && c <= '鿿', $"Chinese in {code}");
        }

        static IEnumerable<string> Values(string text) => System.Text.RegularExpressions.Regex.Matches(text, @"\{\w+\}").Select(m => m.Value);
    }

    [Fact]
    public void A_type_that_is_not_known_is_a_warning_because_it_faults_only_when_it_is_reached()
    {
        var problem = One("definitions.type-unknown", Chart([Line("a"), Node("x", "Acme.Robot")], ["a>x"]));
        (problem.Severity, problem.Node).ShouldBe((ProblemSeverity.Warning, "x"));
    }

    [Fact]
    public void An_expression_that_cannot_be_parsed_is_told_with_line_and_column()
    {
        var problem = One("expressions.syntax", Chart([Node("a", "Elsa.WriteLine", ("text", JavaScript("var a = 1;\nreturn a +* 2;")))], []));
        (problem.Severity, problem.Node, problem.Line, problem.Column).ShouldBe((ProblemSeverity.Error, "a", 2, 11));
    }

    [Fact]
    public void A_condition_of_a_case_that_cannot_be_parsed_is_found() =>
        One("expressions.syntax", Chart([Switch("s", "a +* b"), Line("x")], ["s.one>x"])).Node.ShouldBe("s");

    [Fact]
    public void A_script_given_as_text_is_parsed() =>
        One("expressions.syntax", Chart([Node("a", "Elsa.RunJavaScript", ("script", "return ("))], [])).Node.ShouldBe("a");

    [Fact]
    public void A_switch_without_cases_is_a_problem() => One("definitions.cases-missing", Chart([Node("s", "Elsa.FlowSwitch"), Line("x")], ["s.Default>x"])).Node.ShouldBe("s");

    [Fact]
    public void A_case_without_condition_is_a_problem() => One("definitions.case-condition-missing", Chart([Switch("s", ""), Line("x")], ["s.one>x", "s.Default>x"])).Node.ShouldBe("s");

    [Fact]
    public void A_decision_that_leads_nowhere_is_a_warning() =>
        One("definitions.outcomes-unconnected", Chart([Line("a"), Decision("d", "true")], ["a>d"])).Severity.ShouldBe(ProblemSeverity.Warning);

    [Fact]
    public void An_outcome_that_leads_nowhere_is_told()
    {
        var problem = One("definitions.outcome-unconnected", Chart([Decision("d", "true"), Line("a")], ["d.True>a"]));
        (problem.Severity, problem.Node).ShouldBe((ProblemSeverity.Information, "d"));
        problem.Message.ShouldContain("'False'");
    }

    [Fact]
    public void A_connection_from_an_outcome_that_does_not_exist_is_a_problem() =>
        One("definitions.outcome-unknown", Chart([Decision("d", "true"), Line("a"), Line("b")], ["d.True>a", "d.False>a", "d.Perhaps>b"])).Node.ShouldBe("d");

    [Fact]
    public void A_step_that_no_connection_leads_to_is_told() => One("definitions.unreachable", Chart([Node("s", "Elsa.Start"), Line("a"), Line("b")], ["s>a"])).Node.ShouldBe("b");

    [Theory]
    [InlineData("JavaScript", "variables.Amount > 3")]
    [InlineData("JavaScript", "getVariable('Amount')")]
    [InlineData("Liquid", "{{ Variables.Amount }}")]
    public void A_variable_that_is_not_declared_is_told(string type, string text)
    {
        var problem = One("definitions.variable-unknown", Chart([Node("a", "Elsa.WriteLine", ("text", Expression(type, "String", text)))], []));
        (problem.Severity, problem.Node).ShouldBe((ProblemSeverity.Warning, "a"));
    }

    [Theory]
    [InlineData("JavaScript", "variables.Amount > 3")]
    [InlineData("Liquid", "{{ Variables.Amount }}")]
    public void A_variable_that_is_declared_is_fine(string type, string text) =>
        Validator.Check(Chart([Node("a", "Elsa.WriteLine", ("text", Expression(type, "String", text)))], [], variables: [Variable("Amount")])).ShouldBeEmpty();

    [Fact]
    public void A_variable_expression_that_names_nothing_declared_is_told() =>
        One("definitions.variable-unknown", Chart([Node("a", "Elsa.WriteLine", ("text", Expression("Variable", "String", new JsonObject { ["id"] = "v9", ["name"] = "Gone" })))], [])).Node.ShouldBe("a");

    [Fact]
    public void The_value_of_a_loop_is_declared_inside_the_loop_only()
    {
        JsonObject Body() => Node("body", "Elsa.WriteLine", ("text", JavaScript("variables.CurrentValue", "String")));
        Validator.Check(Workflow(Node("loop", "Elsa.ForEach", ("items", Expression("Object", "Object", "[1]")), ("body", Body())))).ShouldBeEmpty();
        One("definitions.variable-unknown", Workflow(Body()));
    }

    [Fact]
    public void Setting_a_variable_that_is_not_declared_is_an_error_because_it_faults() =>
        One("definitions.variable-to-set-unknown", Chart([Node("a", "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v1", ["name"] = "X" }), ("value", 1))], [])).IsError.ShouldBeTrue();

    [Fact]
    public void An_output_that_is_captured_nowhere_is_told()
    {
        JsonObject Waits() => Node("a", "Elsa.Event", ("eventName", "x"), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "v1" } }));
        One("definitions.capture-unknown", Chart([Waits()], [])).Node.ShouldBe("a");
        Validator.Check(Chart([Waits()], [], variables: [Variable("X", "v1")])).ShouldBeEmpty();
    }

    [Fact]
    public void An_id_that_two_containers_use_is_told() =>
        One("definitions.id-shared", Workflow(new JsonObject
        {
            ["id"] = "s",
            ["type"] = "Elsa.Sequence",
            ["activities"] = new JsonArray(Line("a"), new JsonObject { ["id"] = "inner", ["type"] = "Elsa.Sequence", ["activities"] = new JsonArray(Line("a")) }),
        })).Node.ShouldBe("a");

    [Fact]
    public void Workflows_that_contain_each_other_are_told_with_the_cycle()
    {
        var invoice = Using("invoice", "payment");
        var find = Knowing(("payment", Using("payment", "ledger")), ("ledger", Using("ledger", "invoice")));
        var problem = Validator.Check(invoice, find).Single(p => p.Code == "definitions.workflow-cycle");
        (problem.Node, string.Join(" > ", problem.Path)).ShouldBe(("use", "invoice > payment > ledger > invoice"));
    }

    [Fact]
    public void A_workflow_that_does_not_exist_is_told_only_by_one_who_knows_the_others()
    {
        Validator.Check(Using("invoice", "payment"), _ => null).ShouldContain(p => p.Code == "definitions.workflow-unknown" && p.Node == "use");
        Validator.Check(Using("invoice", "payment")).ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_workflow_used_as_an_activity_it_is_known_whether_it_can_end_and_by_what_outcomes()
    {
        var outer = Chart([Node("use", "Used", ("workflowDefinitionId", "payment")), Line("after"), Line("refused")], ["use>after", "use.Refused>refused"]);
        var endless = Chart([Event("a"), Line("b")], ["a>b", "b>a"]);
        Validator.Check(outer, Knowing(("payment", endless))).Select(p => $"{p.Code} {p.Node}").ShouldBe(["definitions.outcome-unknown use", "soundness.never-runs after", "soundness.never-runs refused"]);

        var ends = JsonNode.Parse(Chart([Event("a"), Node("refuse", "Elsa.Complete", ("outcomes", "Refused"))], ["a>refuse"]))!.AsObject();
        ends["outcomes"] = new JsonArray("Refused");
        Validator.Check(outer, Knowing(("payment", ends.ToJsonString()))).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_wrong_inside_a_workflow_used_as_an_activity_is_not_told_of_the_one_that_uses_it() =>
        Validator.Check(Using("invoice", "payment"), Knowing(("payment", Chart([Event("a"), Node("end", "Elsa.End"), Node("x", "No.Such")], ["a>end", "end>x"])))).ShouldBeEmpty();

    private static FindDefinition Knowing(params (string Id, string Json)[] known) =>
        reference => known.Where(k => k.Id == reference.DefinitionId).Select(k => new StoredDefinition(k.Id + "-v1", k.Id, 1, k.Json)).SingleOrDefault();

    private static DefinitionProblem One(string code, string json)
    {
        var problems = Validator.Check(json);
        return problems.Where(p => p.Code == code).ShouldHaveSingleItem(string.Join(Environment.NewLine, problems));
    }

    private static JsonObject Decision(string id, string script) => Node(id, "Elsa.FlowDecision", ("condition", JavaScript(script, "Boolean")));

    private static JsonObject Switch(string id, string script) => Node(id, "Elsa.FlowSwitch",
        ("cases", new JsonArray(new JsonObject { ["label"] = "one", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = script } })));

    private static JsonObject Variable(string name, string? id = null) => new() { ["id"] = id ?? name, ["name"] = name, ["typeName"] = "Object" };

    private static string Using(string id, string other)
    {
        var definition = JsonNode.Parse(Chart([Node("use", "Used", ("workflowDefinitionId", other))], []))!.AsObject();
        (definition["definitionId"], definition["name"]) = (id, id);
        return definition.ToJsonString();
    }
}
