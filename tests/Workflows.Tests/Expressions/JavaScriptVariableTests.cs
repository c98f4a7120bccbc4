namespace HrBpm.Workflows.Tests.Expressions;

public class JavaScriptVariableTests
{
    private readonly TestScope scope = new TestScope().With("Total", 1, "Int32").With("H", "old");

    [Fact]
    public void Every_way_of_setting_is_written_back()
    {
        scope.JavaScript("setVariable('Total', 5); return getTotal();").ShouldBe(5);
        scope.JavaScript("setTotal(getTotal()+1); return variables.Total;").ShouldBe(6);
        scope.JavaScript("variables.Total = variables.Total * 10; return 'assigned';").ShouldBe("assigned");
        scope.JavaScript("getVariable('Total')").ShouldBe(60);
    }

    [Fact]
    public void Both_ways_of_access_agree_within_a_script() =>
        scope.JavaScript("variables.Total = 7; setH('x'); getTotal() + variables.H + getVariable('H')").ShouldBe("7xx");

    [Fact]
    public void Null_is_set_only_by_function()
    {
        scope.JavaScript("variables.H = null; return 'assigned'").ShouldBe("assigned");
        scope.Stored["H"].ShouldBe("old");
        scope.JavaScript("setVariable('H', null); return 'set'").ShouldBe("set");
        scope.Stored["H"].ShouldBeNull();
    }

    [Fact]
    public void Unset_variables_are_null_and_unknown_ones_undefined()
    {
        scope.With("Unset", null);
        scope.JavaScript("'U=' + variables.Unset + getUnset() + getVariable('none') + variables.none").ShouldBe("U=nullnullnullundefined");
    }

    [Fact]
    public void A_new_name_makes_a_new_variable()
    {
        scope.JavaScript("setVariable('Fresh', [1]); variables.Other = 'o'; return 0");
        scope.Stored["Fresh"].ShouldBeJson("[1]");
        scope.Stored["Other"].ShouldBe("o");
    }

    [Fact]
    public void Objects_are_changed_member_by_member()
    {
        scope.With("P", TestScope.Members(("n", 1), ("list", TestScope.List("a"))));
        scope.JavaScript("variables.P.n = 2; variables.P.list = [...variables.P.list, 'b']; variables.P.list.push('c'); return JSON.stringify(variables.P);")
            .ShouldBe("{\"n\":2,\"list\":[\"a\",\"b\",\"c\"]}");
        scope.Stored["P"].ShouldBeJson("""{"n":2,"list":["a","b","c"]}""");
    }

    [Fact]
    public void What_a_script_only_reads_stays_exact_and_unwritten()
    {
        var amount = TestScope.Members(("amount", 3.10m), ("at", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(7)), ("big", long.MaxValue), ("id", Guid.NewGuid()), ("raw", new byte[] { 9 }));
        scope.With("P", amount);
        scope.JavaScript("variables.P.amount + variables.P.at + variables.P.raw.length");
        scope.Writes.ShouldBe(0);
        scope.JavaScript("variables.P.extra = 1");
        var after = (Dictionary<string, object?>)scope.Stored["P"]!;
        after["amount"].ShouldBe(3.10m);
        after["at"].ShouldBe(amount["at"]);
        after["big"].ShouldBe(long.MaxValue);
        after["id"].ShouldBe(amount["id"]);
        after["raw"].ShouldBe(amount["raw"]);
        after["extra"].ShouldBe(1);
    }

    [Fact]
    public void Changes_inside_of_a_script_do_not_reach_the_stored_object_when_it_fails()
    {
        var stored = TestScope.Members(("n", 1));
        scope.With("P", stored);
        scope.Failure("setVariable('Total', 99); setCorrelationId('x'); setOutcome('o'); variables.P.n = 2; throw new Error('late')");
        scope.Writes.ShouldBe(0);
        scope.CorrelationId.ShouldBeNull();
        scope.Outcomes.ShouldBeEmpty();
        stored["n"].ShouldBe(1);
    }

    [Theory]
    [InlineData("const { Total } = variables; Total")]
    [InlineData("variables['Total']")]
    [InlineData("const k = 'Total'; variables[k]")]
    [InlineData("globalThis.variables.Total")]
    [InlineData("variables?.Total")]
    [InlineData("variables . Total")]
    [InlineData("const v = variables; v.Total")]
    public void Variables_are_found_however_they_are_named(string script) => scope.JavaScript(script).ShouldBe(1);

    [Fact]
    public void Names_need_not_be_latin()
    {
        scope.With("员工", "李娜").With("leave days", 5);
        scope.JavaScript("variables.员工 + get员工() + getLeaveDays()").ShouldBe("李娜李娜5");
    }

    [Fact]
    public void A_script_may_use_the_names_of_helpers_for_itself() =>
        scope.JavaScript("function getTotal() { return 'mine' } const toJson = 1; getTotal() + toJson").ShouldBe("mine1");
}
