namespace HrBpm.Workflows.Tests.Expressions;

public class JavaScriptTests
{
    private readonly TestScope scope = new();

    [Theory]
    [InlineData("`sum ${1+2*3}`", "sum 7")]
    [InlineData("[3,1,2].sort().join('-')", "1-2-3")]
    [InlineData("7 > 3 ? 'yes' : 'no'", "yes")]
    [InlineData("JSON.stringify({a:1,b:[true,null]})", "{\"a\":1,\"b\":[true,null]}")]
    [InlineData("const x = 4; const y = 5; x * y", "20")]
    [InlineData("let t = 0; for (let i = 1; i <= 4; i++) { t += i; } return 'total ' + t;", "total 10")]
    [InlineData("if (true) { return 'early'; } return 'late';", "early")]
    [InlineData("(() => { try { throw new Error('q'); } catch (e) { return 'caught ' + e.message; } })()", "caught q")]
    [InlineData("42", "42")]
    [InlineData("1.5", "1.5")]
    [InlineData("true", "True")]
    [InlineData("null", null)]
    [InlineData("undefined", null)]
    [InlineData("0.1+0.2", "0.30000000000000004")]
    [InlineData("-7/2", "-3.5")]
    [InlineData("1e21", "1E+21")]
    [InlineData("(async () => { const a = await Promise.resolve(20); return a + 1; })()", "21")]
    [InlineData("Promise.resolve('x').then(x => x + 'y')", "xy")]
    public void The_value_is_that_of_the_last_statement_or_return(string script, string? expected) =>
        scope.JavaScript(script, "String").ShouldBe(expected);

    [Theory]
    [InlineData("toJson({x:1,y:'z'})", "{\"x\":1,\"y\":\"z\"}")]
    [InlineData("toJson({Name:'李娜', list:[1,null]})", "{\"Name\":\"李娜\",\"list\":[1,null]}")]
    [InlineData("isNullOrWhiteSpace('  ') + '/' + isNullOrWhiteSpace('k') + '/' + isNullOrWhiteSpace(null)", "true/false/true")]
    [InlineData("isNullOrEmpty('') + '/' + isNullOrEmpty(' ')", "true/false")]
    [InlineData("stringToBase64('elsa')", "ZWxzYQ==")]
    [InlineData("stringFromBase64('aGV5')", "hey")]
    [InlineData("bytesToString(bytesFromString('中')) + bytesFromString('中').length", "中3")]
    [InlineData("bytesToBase64(bytesFromBase64('aGV5'))", "aGV5")]
    [InlineData("streamToBase64(streamToBytes(bytesFromString('hey')))", "aGV5")]
    [InlineData("getWorkflowDefinitionId() + ' v' + getWorkflowDefinitionVersion() + ' ' + getWorkflowDefinitionVersionId()", "help-wf v1 help-wf-1")]
    [InlineData("getWorkflowInstanceId()", "instance-7")]
    [InlineData("newGuidString().length + ',' + (newGuidString() !== newGuidString())", "36,true")]
    [InlineData("newGuid().toString().length", "36")]
    [InlineData("newShortGuid().length > 15", "True")]
    [InlineData("parseGuid('{11111111-2222-3333-4444-555555555555}').toString()", "11111111-2222-3333-4444-555555555555")]
    [InlineData("getGuidString(parseGuid('11111111-2222-3333-4444-555555555555'))", "11111111-2222-3333-4444-555555555555")]
    [InlineData("getShortGuid('00000000-0000-0000-0000-000000000001') === getShortGuid('00000000-0000-0000-0000-000000000001')", "True")]
    [InlineData("typeof variables.nope + typeof getNope", "undefinedundefined")]
    public void Elsas_helpers_are_there(string script, string expected) => scope.JavaScript(script, "String").ShouldBe(expected);

    [Fact]
    public void Correlation_id_and_name_are_read_and_set()
    {
        scope.CorrelationId = "corr-7";
        scope.JavaScript("'' + getCorrelationId() + getWorkflowInstanceName()").ShouldBe("corr-7null");
        scope.JavaScript("setCorrelationId('c2'); setWorkflowInstanceName('n2'); getCorrelationId() + getWorkflowInstanceName()").ShouldBe("c2n2");
        (scope.CorrelationId, scope.InstanceName).ShouldBe(("c2", "n2"));
    }

    [Fact]
    public void Outcomes_are_set_one_or_many()
    {
        scope.JavaScript("setOutcome('Blue')");
        scope.JavaScript("setOutcomes(['X','Z'])");
        scope.Outcomes.ShouldBe(["Blue", "X", "Z"]);
    }

    [Fact]
    public void Inputs_are_read_unconverted()
    {
        scope.WithInput("N", "12").WithInput("leave days", 3).WithInput("Extra", "e", isDeclared: false);
        scope.Declared.Add("Missing");
        scope.JavaScript("typeof getN() + getInput('N') + getLeaveDays() + getInput('Extra') + getMissing() + typeof getExtra").ShouldBe("string123enullundefined");
    }

    [Fact]
    public void Outputs_are_read_by_id_name_and_accessor()
    {
        scope.ActivityOutputs = [new("calc2", "Other one", "Result")];
        scope.Outputs[("calc2", "Result")] = "second";
        scope.Outputs[("Calc One", null)] = 12;
        scope.LastResult = TestScope.Members(("a", 42));
        scope.JavaScript("getResultFromOtherOne() + getOutputFrom('Calc One') + getLastResult().a + getOutputFrom('x', 'y')").ShouldBe("second1242null");
    }

    [Fact]
    public void Dates_follow_the_clock_of_the_run()
    {
        scope.JavaScript("new Date().toISOString()").ShouldBe("2026-03-31T16:30:00.000Z");
        scope.JavaScript("new Date()").ShouldBe(new DateTime(2026, 3, 31, 16, 30, 0, DateTimeKind.Utc));
        scope.JavaScript("new Date(2026, 2, 31).toISOString() + Date.now()").ShouldBe("2026-03-31T00:00:00.000Z1774974600000");
        scope.JavaScript("new Date('2026-02-30T99')").ShouldBeNull();
    }

    [Fact]
    public void Values_arrive_as_the_kinds_that_scripts_expect()
    {
        scope.With("I", 7).With("L", 9000000000L).With("F", 1.25).With("M", 3.10m).With("B", true).With("S", "s t r").With("Sh", (short)12).With("Si", 0.5f)
            .With("At", new DateTimeOffset(2020, 1, 2, 3, 4, 5, TimeSpan.FromHours(8))).With("G", Guid.Parse("11111111-2222-3333-4444-555555555555")).With("Bytes", new byte[] { 1, 2 });
        scope.JavaScript("typeof variables.I + typeof variables.L + typeof variables.M + typeof variables.B").ShouldBe("numbernumbernumberboolean");
        scope.JavaScript("getI()+getL()+getF()").ShouldBe(9000000008.25);
        scope.JavaScript("'M=' + variables.M").ShouldBe("M=3.1");
        scope.JavaScript("(variables.Sh + 1) + '/' + variables.Si * 2 + '/' + variables.Bytes.length").ShouldBe("13/1/2");
        scope.JavaScript("variables.At.toISOString() + variables.G.toString()").ShouldBe("2020-01-01T19:04:05.000Z11111111-2222-3333-4444-555555555555");
    }

    [Theory]
    [InlineData("1", typeof(int))]
    [InlineData("-0", typeof(int))]
    [InlineData("3000000000", typeof(long))]
    [InlineData("9007199254740991", typeof(long))]
    [InlineData("1.5", typeof(double))]
    [InlineData("1e300", typeof(double))]
    [InlineData("new Date(0)", typeof(DateTime))]
    [InlineData("[1]", typeof(List<object?>))]
    [InlineData("({})", typeof(Dictionary<string, object?>))]
    public void Results_are_json_shaped(string script, Type type) => scope.JavaScript(script).ShouldBeOfType(type);

    [Fact]
    public void Objects_come_out_deep_and_without_functions()
    {
        scope.JavaScript("({a: 1, f() {}, n: {k: [1, 'x', undefined]}, ['__proto__']: 5})")
            .ShouldBeJson("""{"a":1,"n":{"k":[1,"x",null]},"__proto__":5}""");
    }

    [Theory]
    [InlineData("1 +* 2", "expressions.syntax", "line 1, column 4")]
    [InlineData("let a = 1;\nlet a = 2;", "expressions.syntax", "line 2")]
    [InlineData("throw new Error('bad')", "expressions.failed", "threw at line 1, column 7: bad")]
    [InlineData("throw 'plain'", "expressions.failed", "plain")]
    [InlineData("nope.x", "expressions.failed", "nope is not defined")]
    [InlineData("Promise.reject(new Error('later'))", "expressions.failed", "later")]
    [InlineData("new Promise(() => {})", "expressions.failed", "nothing will ever settle it")]
    [InlineData("1 + 5n", "expressions.syntax", "no big integers")]
    [InlineData("(() => 1)", "expressions.type", "a function")]
    [InlineData("Symbol('x')", "expressions.type", "a symbol")]
    [InlineData("parseGuid('x')", "expressions.failed", "Expected a GUID, but it was the text 'x'")]
    [InlineData("bytesFromBase64('%')", "expressions.failed", "base64")]
    public void Failures_say_what_and_where(string script, string code, string message)
    {
        var failure = scope.Failure(script);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void Errors_of_helpers_can_be_caught_by_the_script() =>
        scope.JavaScript("try { parseGuid('x') } catch (e) { 'caught' }").ShouldBe("caught");
}
