using System.Text.Json.Nodes;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Expressions;

public class EvaluatorTests
{
    private readonly TestScope scope = new TestScope().With("N", 17, "Int32").With("B", true, "Boolean").With("O", TestScope.List(1, 2)).WithInput("Flag", "true");

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    [InlineData(12, "12")]
    [InlineData(true, "True")]
    [InlineData(2.5, "2.5")]
    [InlineData("tab\tand \"quotes\"", "tab\tand \"quotes\"")]
    [InlineData(null, null)]
    public void Literals_become_text(object? value, string? expected) => scope.Evaluate(new("Literal", value), "String").ShouldBe(expected);

    [Fact]
    public void Literals_may_be_json()
    {
        scope.Evaluate(new("Literal", JsonValue.Create(12)), "String").ShouldBe("12");
        scope.Evaluate(new("Literal", JsonNode.Parse("[1,\"2\"]")), "Int32[]").ShouldBeJson("[1,2]");
        scope.Evaluate(new("Literal", null), "Int32").ShouldBeNull();
    }

    [Fact]
    public void Objects_are_parsed_into_the_type_but_stay_text_for_object()
    {
        var text = """{"name":"Lin"}""";
        scope.Evaluate(new("Object", text), "Object").ShouldBe(text);
        scope.Evaluate(new("Json", text), "ObjectDictionary").ShouldBeJson(text);
        scope.Evaluate(new("Object", """["x","y"]"""), "Object[]").ShouldBeJson("""["x","y"]""");
        scope.Evaluate(new("Object", JsonNode.Parse(text)), "Object").ShouldBeJson(text);
    }

    [Fact]
    public void Variables_are_found_by_id_then_name_and_converted()
    {
        scope.Evaluate(new("Variable", JsonNode.Parse("""{"id":"var_N","name":"other","typeName":"Int32"}""")), "String").ShouldBe("17");
        scope.Evaluate(new("Variable", JsonNode.Parse("""{"id":"gone","name":"B"}""")), "String").ShouldBe("True");
        scope.Evaluate(new("Variable", JsonNode.Parse("""{"id":"gone","name":"gone"}""")), "String").ShouldBeNull();
        scope.Evaluate(new("Variable", "N"), "Int64").ShouldBe(17L);
    }

    [Fact]
    public void A_value_that_was_read_is_not_the_variable_itself()
    {
        ((List<object?>)scope.Evaluate(new("Variable", "O"))!).Add(3);
        scope.Stored["O"].ShouldBeJson("[1,2]");
    }

    [Fact]
    public void Inputs_are_read_and_converted()
    {
        scope.Evaluate(new("Input", JsonNode.Parse("""{"name":"Flag","type":"Boolean"}""")), "Boolean").ShouldBe(true);
        scope.Evaluate(new("Input", JsonNode.Parse("""{"name":"Nope"}""")), "Boolean").ShouldBeNull();
    }

    [Fact]
    public void An_unknown_type_is_an_error_that_names_it() =>
        Should.Throw<ExpressionException>(() => scope.Evaluate(new("CSharp", "1"))).Message.ShouldBe("Expected an expression of type Literal, Object, Variable, Input, JavaScript or Liquid, but it was 'CSharp'.");

    [Fact]
    public void A_value_that_does_not_fit_is_an_error()
    {
        var failure = Should.Throw<ExpressionException>(() => scope.Evaluate(new("JavaScript", "'abc'"), "Int32"));
        (failure.Code, failure.Message).ShouldBe((ExpressionException.Mismatch, "Expected a whole number from -2147483648 to 2147483647, but the value was the text 'abc'."));
    }

    [Theory]
    [InlineData("JavaScript", "1 +", 1, 4)]
    [InlineData("JavaScript", "let a = 1;\n  let a;", 2, 7)]
    [InlineData("Liquid", "ok\n{% if %}", 2, 6)]
    [InlineData("Python", "1", 1, 1)]
    [InlineData("Variable", "{}", 1, 1, true)]
    public void Problems_are_found_without_running(string type, string text, int line, int column, bool isJson = false)
    {
        var problem = TestScope.Shared.Check(new(type, isJson ? JsonNode.Parse(text) : text)).ShouldHaveSingleItem();
        (problem.Line, problem.Column).ShouldBe((line, column));
    }

    [Theory]
    [InlineData("JavaScript", "while(true){}")]
    [InlineData("JavaScript", "return variables.X + getAnything()")]
    [InlineData("Liquid", "{{ anything.at.all | upcase }}")]
    [InlineData("Literal", "{% if %}")]
    [InlineData("Variable", "X")]
    public void Sound_expressions_have_no_problems(string type, string text) => TestScope.Shared.Check(new(type, text)).ShouldBeEmpty();

    [Fact]
    public void Plain_text_and_scalar_variables_cost_next_to_nothing()
    {
        var (literal, variable) = (new Expression("Literal", "plain"), new Expression("Variable", JsonNode.Parse("""{"id":"var_N","name":"N"}""")));
        void Both()
        {
            scope.Evaluate(literal, "String");
            scope.Evaluate(variable, "Int32");
        }
        for (var i = 0; i < 100; i++) Both();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Both();
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBeLessThan(600);
    }

    [Fact]
    public void More_scripts_than_are_kept_still_work()
    {
        var small = new ExpressionEvaluator(new ExpressionLimits { CachedSources = 4, Time = TimeSpan.FromSeconds(5) });
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 20; i++) scope.Evaluate(new("JavaScript", $"{i} + 1"), "Int32", small).ShouldBe(i + 1);
        }
    }

    [Fact]
    public async Task Many_threads_may_evaluate_at_once() =>
        await Parallel.ForAsync(0, 200, TestContext.Current.CancellationToken, (i, _) =>
        {
            var mine = new TestScope { NowUtc = DateTime.UnixEpoch.AddSeconds(i) }.With("N", i);
            mine.JavaScript("variables.N = variables.N + 1; [variables.N, Date.now()].join()").ShouldBe($"{i + 1},{i * 1000}");
            mine.Liquid("{{ Variables.N }} {{ 'now' | date: '%s' }}").ShouldBe($"{i + 1} {i}");
            return ValueTask.CompletedTask;
        });
}
