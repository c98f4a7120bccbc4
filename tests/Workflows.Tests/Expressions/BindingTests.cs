using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Expressions;

public class BindingTests
{
    public enum Mode { Single, All, InTurn }

    public sealed record Rule(Mode By, string? Value, int Levels = 1, DateOnly? From = null, TimeSpan? Within = null, DateTime? At = null, IReadOnlyList<string>? Tags = null);

    [Fact]
    public void Scalars_bind_to_their_types()
    {
        Bind<int>("12").ShouldBe(12);
        Bind<int?>(null).ShouldBeNull();
        Bind<int>(null).ShouldBe(0);
        Bind<bool>(null).ShouldBeFalse();
        Bind<string>(5).ShouldBe("5");
        Bind<decimal>(1.5).ShouldBe(1.5m);
        Bind<TimeSpan>("P3D").ShouldBe(TimeSpan.FromDays(3));
        Bind<TimeSpan?>("3.00:00:00").ShouldBe(TimeSpan.FromDays(3));
        Bind<TimeSpan?>("").ShouldBeNull();
        Bind<DateTime>("2026-03-31T09:00:00+08:00").ShouldBe(new DateTime(2026, 3, 31, 1, 0, 0, DateTimeKind.Utc));
        Bind<DateOnly>("2026-03-31").ShouldBe(new DateOnly(2026, 3, 31));
        Bind<DateOnly?>(new DateTime(2026, 3, 31, 0, 0, 0, DateTimeKind.Utc)).ShouldBe(new DateOnly(2026, 3, 31));
        Bind<Mode>("inTurn").ShouldBe(Mode.InTurn);
        Bind<Mode>(1).ShouldBe(Mode.All);
        Bind<Guid>("11111111-2222-3333-4444-555555555555").ShouldBe(Guid.Parse("11111111-2222-3333-4444-555555555555"));
        Bind<object>(TestScope.List(1)).ShouldBeJson("[1]");
    }

    [Fact]
    public void Records_and_lists_bind_from_values_and_from_json_text()
    {
        var rule = TestScope.Members(("by", "All"), ("value", "Hr"), ("levels", "2"), ("from", "2026-03-31"), ("within", "P1D"), ("at", new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc)), ("tags", TestScope.List("a")), ("extra", 1));
        var bound = Bind<IReadOnlyList<Rule>>(TestScope.List(rule))!.Single();
        bound.ShouldBe(new Rule(Mode.All, "Hr", 2, new DateOnly(2026, 3, 31), TimeSpan.FromDays(1), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), bound.Tags));
        bound.At!.Value.Kind.ShouldBe(DateTimeKind.Utc);
        Bind<List<Rule>>("""[{"by":"Single","value":"x"}]""")!.Single().Value.ShouldBe("x");
        Bind<Dictionary<string, object?>>(rule).ShouldBeSameAs(rule);
        Bind<Dictionary<string, object?>>("""{"a":1}""")!["a"].ShouldBe(1);
        Bind<IReadOnlyDictionary<string, object?>>("""{"a":{"b":[1.5]}}""").ShouldBeJson("""{"a":{"b":[1.5]}}""");
        Bind<IReadOnlyList<object?>>("[1,\"x\"]").ShouldBeJson("[1,\"x\"]");
        Bind<string[]>(TestScope.List("a", "b")).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData(typeof(Mode), "Nope", "Expected one of Single, All, InTurn, but the value was the text 'Nope'.")]
    [InlineData(typeof(DateOnly), "2026-02-30", "Expected a date such as 2026-03-31, but the value was the text '2026-02-30'.")]
    [InlineData(typeof(DateOnly), "2026-03-31T09:00:00Z", "Expected a date such as 2026-03-31")]
    [InlineData(typeof(int), "x", "Expected a whole number")]
    [InlineData(typeof(List<Rule>), "abc", "Expected a list")]
    [InlineData(typeof(List<Rule>), "[{\"by\":\"All\",\"value\":\"a\"},{\"by\":\"Any\"}]", "at $[1].by")]
    [InlineData(typeof(Rule), "[]", "Expected an object that fits Rule")]
    [InlineData(typeof(Rule), "{\"by\":\"All\",\"levels\":\"many\"}", "at $.levels, but the value was the text 'many'")]
    public void What_does_not_fit_names_the_place(Type type, string value, string message)
    {
        var failure = Should.Throw<ExpressionException>(() => Values.Bind(value, type));
        failure.Code.ShouldBe(ExpressionException.Mismatch);
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void Anything_becomes_a_value()
    {
        Values.FromClr(new Rule(Mode.All, "Hr", 2, new DateOnly(2026, 3, 31), TimeSpan.FromDays(1), null, ["a"]))
            .ShouldBeJson("""{"by":"All","value":"Hr","levels":2,"from":"2026-03-31","within":"1.00:00:00","at":null,"tags":["a"]}""");
        Values.FromClr(Mode.All).ShouldBe("All");
        Values.FromClr(new DateOnly(2026, 3, 31)).ShouldBe("2026-03-31");
        Values.FromClr((byte)3).ShouldBe(3);
        Values.FromClr(ulong.MaxValue).ShouldBe((decimal)ulong.MaxValue);
        Values.FromClr(new[] { 1, 2 }).ShouldBeJson("[1,2]");
        Values.FromClr(new Dictionary<string, int> { ["a"] = 1 }).ShouldBeJson("""{"a":1}""");
        Values.FromClr(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified)).ShouldBe(new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Values.FromClr(new HashSet<Guid> { Guid.Empty }).ShouldBeJson("[\"00000000-0000-0000-0000-000000000000\"]");
    }

    private static T? Bind<T>(object? value) => (T?)Values.Bind(value, typeof(T));
}
