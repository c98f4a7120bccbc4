using System.Diagnostics;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Expressions;

public class LiquidTests
{
    private static readonly ExpressionEvaluator Strict = new(new ExpressionLimits());
    private readonly TestScope scope = new TestScope().With("Who", "Ada").With("N", 5).With("List", TestScope.List("p", "q")).With("Unset", null)
        .With("P", TestScope.Members(("name", "李娜"), ("tags", TestScope.List("a", TestScope.Members(("k", 9)))), ("amount", 123450L)))
        .With("At", new DateTime(2026, 3, 31, 16, 30, 0, DateTimeKind.Utc)).With("Id", Guid.Parse("11111111-2222-3333-4444-555555555555")).With("Big", 1e300).With("Html", "<b>&</b>")
        .WithInput("Name", "Kim").WithInput("Form", TestScope.Members(("days", 3)));

    [Theory]
    [InlineData("Hi {{ Variables.Who }}!", "Hi Ada!")]
    [InlineData("{{ Variables.Who | upcase }}", "ADA")]
    [InlineData("{% if Variables.N > 3 %}big{% else %}small{% endif %}", "big")]
    [InlineData("{% for x in Variables.List %}<{{ x }}>{% endfor %}", "<p><q>")]
    [InlineData("{{ Variables.Nope }}|{{ Nope.deeper.still }}|{{ Variables.Unset }}", "||")]
    [InlineData("{{ Variables.N | plus: 2 }}", "7")]
    [InlineData("{{ Variables.P.name }} {{ Variables.P.tags[1].k }} {{ Variables.P['name'] }} {{ Variables.List.size }} {{ Variables.List | last }}", "李娜 9 李娜 2 q")]
    [InlineData("{{ Input.Name }} {{ Input.Form.days }}", "Kim 3")]
    [InlineData("[{{ CorrelationId }}][{{ WorkflowDefinitionId }}][{{ WorkflowDefinitionVersionId }}][{{ WorkflowDefinitionVersion }}][{{ WorkflowInstanceId }}]", "[c-1][help-wf][help-wf-1][1][instance-7]")]
    [InlineData("{{ 'elsa' | base64 }} {{ Variables.P | keys | join: ',' }} {{ 'x' | keys | size }}", "ZWxzYQ== name,tags,amount 0")]
    [InlineData("{{ Variables.Html }}", "<b>&</b>")]
    [InlineData("{{ Variables.At | date: '%Y/%m/%d %H:%M' }}", "2026/03/31 16:30")]
    [InlineData("{{ Variables.At | in_zone: 'Asia/Shanghai' | date: '%Y-%m-%d %H:%M' }}", "2026-04-01 00:30")]
    [InlineData("{{ '2026-03-31T16:30:00Z' | in_zone: 'Europe/London' | date: '%H:%M' }}{{ Variables.Unset | in_zone: 'Europe/London' }}", "17:30")]
    [InlineData("{{ 'now' | date: '%Y-%m-%d' }} {{ 'now' | in_zone: 'Asia/Shanghai' | date: '%d' }}", "2026-03-31 01")]
    [InlineData("{{ Variables.P.amount | money }} {{ 12345 | money: 'GBP' }} {{ -5 | money: 'CNY' }} {{ 1500 | money: 'JPY' }}{{ Variables.Unset | money }}", "¥1,234.50 £123.45 -¥0.05 JPY 1,500")]
    [InlineData("{% capture s %}{{ Variables.Who }}!{% endcapture %}{{ s }}{{ s | size }}", "Ada!4")]
    [InlineData("{% for i in (1..3) %}{{ i }}{% endfor %}{% for i in (3..1) %}x{% endfor %}", "123")]
    [InlineData("{% assign t = 0 %}{% for i in (1..Variables.N) %}{% assign t = t | plus: i %}{% endfor %}{{ t }}", "15")]
    [InlineData("{% case Variables.N %}{% when 5 %}five{% else %}?{% endcase %}{% unless false %}u{% endunless %}", "fiveu")]
    [InlineData("{{ Variables.Id }} {{ Variables.Big }} {{ 'a' | no_such_filter }}", "11111111-2222-3333-4444-555555555555 1E+300 a")]
    [InlineData("{{ 'aXbX' | replace: 'X', '--' }} {{ 'a,b' | split: ',' | join: '+' }}", "a--b-- a+b")]
    [InlineData("{% raw %}{{ x }}{% endraw %}{% comment %}no{% endcomment %}", "{{ x }}")]
    public void Templates_are_rendered(string template, string expected)
    {
        scope.CorrelationId = "c-1";
        scope.Liquid(template).ShouldBe(expected);
    }

    [Fact]
    public void The_text_is_converted_to_the_wanted_type()
    {
        scope.Evaluate(new("Liquid", " {{ Variables.N }} "), "Int32").ShouldBe(5);
        scope.Evaluate(new("Liquid", "{% if Variables.N == 5 %}\n true\n{% endif %}"), "Boolean").ShouldBe(true);
        scope.Evaluate(new("Liquid", "[{{ Variables.N }}]"), "Int32[]").ShouldBeJson("[5]");
    }

    [Theory]
    [InlineData("{% if %}", "expressions.syntax", "line 1, column 6")]
    [InlineData("a\n{{ 'x", "expressions.syntax", "line 2")]
    [InlineData("{% include 'x' %}", "expressions.syntax", "include")]
    [InlineData("{% render 'x' %}", "expressions.syntax", "render")]
    [InlineData("{{ T(java.lang.Runtime).getRuntime() }}", "expressions.syntax", "")]
    [InlineData("{{ ''.GetType }}", "expressions.syntax", "")]
    [InlineData("{{ 1 | divided_by: 0 }}", "expressions.failed", "zero")]
    [InlineData("{{ 'now' | in_zone: 'Mars/Olympus' }}", "expressions.failed", "Mars/Olympus")]
    public void Failures_say_what_and_where(string template, string code, string message)
    {
        var failure = scope.Failure(template, "Liquid");
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(message);
        failure.Message.ShouldNotContain("Fluid");
    }

    [Theory]
    [InlineData("{% for i in (1..1000000000) %}x{% endfor %}")]
    [InlineData("{{ (1..1000000000) | join: 'x' | size }}")]
    [InlineData("{% assign a = (1..2147483647) %}{{ a.size }}")]
    [InlineData("{% assign n = 1000000000 %}{% for i in (1..n) %}{% endfor %}")]
    [InlineData("{% tablerow i in (1..1000000000) %}{% endtablerow %}")]
    [InlineData("{% for i in (1..50000) %}{% for j in (1..50000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% for i in (1..50000) %}{% for j in (1..50000) %}xxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}")]
    [InlineData("{% assign s='xxxxxxxxxx' %}{% for i in (1..40) %}{% assign s = s | append: s %}{% endfor %}{{ s.size }}")]
    [InlineData("{% assign s='xxxxxxxxxx' %}{% for i in (1..40) %}{% assign s = s | prepend: s %}{% endfor %}{{ s.size }}")]
    [InlineData("{% assign s='xxxxxxxxxx' %}{% for i in (1..40) %}{% assign s = s | replace: 'x', s %}{% endfor %}{{ s.size }}")]
    [InlineData("{% capture s %}xxxxxxxxxx{% endcapture %}{% for i in (1..40) %}{% capture s %}{{s}}{{s}}{% endcapture %}{% endfor %}{{ s.size }}")]
    [InlineData("{% assign a = 'a,b' | split: ',' %}{% for i in (1..40) %}{% assign a = a | concat: a %}{% endfor %}{{ a.size }}")]
    [InlineData("{% assign s='xxxxxxxxxx' %}{% for i in (1..12) %}{% assign s = s | append: s %}{% endfor %}{{ (1..90000) | join: s }}")]
    [InlineData("{{ 'now' | date: '%100000000d' }}")]
    [InlineData("{% assign s='xxxxxxxxxx' %}{% for i in (1..16) %}{% assign s = s | append: s %}{% endfor %}{% for i in (1..90000) %}{{ s }}{% endfor %}")]
    public void Hostile_templates_are_stopped(string template)
    {
        var watch = Stopwatch.StartNew();
        scope.Failure(template, "Liquid", Strict).Code.ShouldBe(ExpressionException.Limit);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("{% if 1 %}", "{% endif %}")]
    [InlineData("{% for i in (1..1) %}", "{% endfor %}")]
    [InlineData("{% capture a %}", "{% endcapture %}")]
    [InlineData("{% unless false %}", "{% endunless %}")]
    public void Deep_templates_are_refused_and_moderate_ones_are_not(string open, string close)
    {
        scope.Liquid(Nested(open, close, 20)).ShouldBe(open.Contains("capture") ? "" : "x");
        foreach (var depth in (int[])[100, 900, 8000])
            scope.Failure(Nested(open, close, depth), "Liquid", Strict).Code.ShouldBe(ExpressionException.Limit);
    }

    [Fact]
    public void Deep_expressions_are_refused()
    {
        foreach (var depth in (int[])[300, 1500, 20000])
        {
            foreach (var template in (string[])[$"{{{{ {new string('(', depth)}1{new string(')', depth)} }}}}", "{{ 'a'" + Repeat("|upcase", depth) + " }}", "{{ a" + Repeat("[a", depth) + Repeat("]", depth) + " }}",
                "{% if 1 " + Repeat("and 1 ", depth) + "%}x{% endif %}", Repeat("{% liquid\nif 1\n", depth)])
                scope.Failure(template, "Liquid", Strict).Code.ShouldBeOneOf(ExpressionException.Limit, ExpressionException.Syntax);
        }
    }

    [Fact]
    public void Templates_see_data_and_nothing_behind_it() =>
        scope.Liquid("{{ Variables.Who.Length }}{{ Variables.P.Count }}{{ Variables.P.Comparer }}{{ Variables.List.Capacity }}{{ Variables.At.Ticks }}{{ Variables.GetType }}").ShouldBe("");

    private static string Nested(string open, string close, int depth) => Repeat(open, depth) + "x" + Repeat(close, depth);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
