using System.Text.Json.Nodes;
using CsCheck;
using HrBpm.Workflows.Expressions;

namespace HrBpm.Workflows.Tests.Expressions;

public class ValuesTests
{
    private static readonly DateTime Utc = new(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Theory]
    [InlineData("12", "Int32", 12)]
    [InlineData(" 12 ", "Int64", 12L)]
    [InlineData(12, "Double", 12d)]
    [InlineData(2.5, "Int32", 2)]
    [InlineData(3.5, "Int32", 4)]
    [InlineData("1.25", "Double", 1.25)]
    [InlineData("0.5", "Single", 0.5f)]
    [InlineData("12", "Int16", (short)12)]
    [InlineData(9000000000L, "Long", 9000000000L)]
    [InlineData("true", "Boolean", true)]
    [InlineData(" True ", "Boolean", true)]
    [InlineData(1, "Boolean", true)]
    [InlineData(0.0, "Boolean", false)]
    [InlineData(true, "Int32", 1)]
    [InlineData(true, "String", "True")]
    [InlineData(1.5, "String", "1.5")]
    [InlineData(1e21, "String", "1E+21")]
    [InlineData("", "String", "")]
    [InlineData("", "Int32", null)]
    [InlineData("  ", "Boolean", null)]
    [InlineData("x", "Object", "x")]
    [InlineData("x", "Some.Unknown, Type", "x")]
    [InlineData(null, "Int32", null)]
    [InlineData("[]", "Object", "[]")]
    public void Conversion_is_lenient(object? value, string type, object? expected)
    {
        var converted = Values.Convert(value, type);
        converted.ShouldBe(expected);
        converted?.GetType().ShouldBe(expected!.GetType());
    }

    [Fact]
    public void Conversion_knows_dates_spans_ids_bytes_and_json()
    {
        Values.Convert("2020-01-02T03:04:05+00:00", "DateTimeOffset").ShouldBe(new DateTimeOffset(Utc));
        Values.Convert("2020-01-02T11:04:05+08:00", "DateTime").ShouldBe(Utc);
        Values.Convert("2020-01-02", "DateTime").ShouldBe(Utc.Date);
        ((DateTime)Values.Convert("2020-01-02T03:04:05", "DateTime")!).Kind.ShouldBe(DateTimeKind.Utc);
        Values.Convert(new DateTimeOffset(Utc), "DateTime").ShouldBe(Utc);
        Values.Convert(Utc, "String").ShouldBe("2020-01-02T03:04:05Z");
        Values.Convert("3.00:00:00", "TimeSpan").ShouldBe(TimeSpan.FromDays(3));
        Values.Convert("P3D", "TimeSpan").ShouldBe(TimeSpan.FromDays(3));
        Values.Convert("PT90M", "TimeSpan").ShouldBe(TimeSpan.FromMinutes(90));
        Values.Convert("P2W", "TimeSpan").ShouldBe(TimeSpan.FromDays(14));
        Values.Convert("-P1D", "TimeSpan").ShouldBe(TimeSpan.FromDays(-1));
        Values.Convert("{11111111-2222-3333-4444-555555555555}", "Guid").ShouldBe(Guid.Parse("11111111-2222-3333-4444-555555555555"));
        ((byte[])Values.Convert("aGV5", "ByteArray")!).ShouldBe("hey"u8.ToArray());
        ((byte[])Values.Convert(TestScope.List(1, 2), "Stream")!).ShouldBe(new byte[] { 1, 2 });
        Values.Convert("""{"a":[1,2.5,null]}""", "JSON").ShouldBeJson("""{"a":[1,2.5,null]}""");
        Values.Convert("""{"a":1}""", "StringMap").ShouldBeJson("""{"a":"1"}""");
        Values.Convert("[4,\"5\",null]", "Int32", isArray: true).ShouldBeJson("[4,5,null]");
        Values.Convert(TestScope.List("4", 5), "Int32[]").ShouldBeJson("[4,5]");
        Values.Convert(TestScope.Members(("a", "李娜")), "String").ShouldBe("""{"a":"李娜"}""");
    }

    [Theory]
    [InlineData("abc", "Int32", "Expected a whole number from -2147483648 to 2147483647, but the value was the text 'abc'.")]
    [InlineData("3000000000", "Int32", "but the value was the text '3000000000'")]
    [InlineData(1e30, "Decimal", "Expected a number, but the value was the number 1E+30.")]
    [InlineData("yes", "Boolean", "Expected true or false, but the value was the text 'yes'.")]
    [InlineData("soon", "DateTime", "Expected a date and time in ISO 8601")]
    [InlineData(5, "DateTime", "but the value was the number 5")]
    [InlineData("P1M", "TimeSpan", "Expected a time span such as 3.00:00:00 or P3D, but the value was the text 'P1M'.")]
    [InlineData("P1Y2M", "TimeSpan", "P1Y2M")]
    [InlineData("x", "Guid", "Expected a GUID")]
    [InlineData("%", "ByteArray", "Expected bytes in base64")]
    [InlineData("{", "ObjectDictionary", "Expected a JSON object as JSON")]
    [InlineData("[1]", "JsonObject", "Expected a JSON object, but")]
    [InlineData("a,b", "String[]", "Expected a list as JSON, but the value was the text 'a,b' (line 1")]
    [InlineData(5, "Int32[]", "Expected a list, but the value was the number 5.")]
    [InlineData("[1,\"x\"]", "Int32[]", "but the value was the text 'x'")]
    public void What_does_not_fit_is_refused(object value, string type, string message)
    {
        var failure = Should.Throw<ExpressionException>(() => Values.Convert(value, type));
        failure.Code.ShouldBe(ExpressionException.Mismatch);
        failure.Message.ShouldContain(message);
    }

    [Theory]
    [InlineData("Int32", "7", 7, null)]
    [InlineData("Int32", "not-a-number", 0, "not-a-number")]
    [InlineData("Boolean", "maybe", false, "maybe")]
    [InlineData("Int32", null, null, null)]
    [InlineData("String", "", null, null)]
    [InlineData("String", "  ", null, null)]
    [InlineData("String", "s t r", "s t r", null)]
    [InlineData("Object", "{\"a\":1}", "{\"a\":1}", null)]
    public void Defaults_are_converted_or_dropped_with_a_warning(string type, string? text, object? expected, string? warned)
    {
        Values.Default(type, false, text, out var warning).ShouldBe(expected);
        if (warned is null) warning.ShouldBeNull();
        else warning!.ShouldContain(warned);
    }

    [Fact]
    public void A_bad_list_has_no_default()
    {
        Values.Default("Int32", true, "[4,5,6]", out _).ShouldBeJson("[4,5,6]");
        Values.Default("Int32", true, "4,5", out var warning).ShouldBeNull();
        warning.ShouldNotBeNull();
    }

    [Fact]
    public void Plain_json_goes_both_ways()
    {
        const string json = """{"a":1,"b":9000000000,"c":1.5,"d":[true,null,"x"],"e":{},"f":123456789012345678901}""";
        var value = (Dictionary<string, object?>)Values.FromJson(JsonNode.Parse(json))!;
        value["a"].ShouldBe(1);
        value["b"].ShouldBe(9000000000L);
        value["c"].ShouldBe(1.5);
        value["f"].ShouldBe(123456789012345678901m);
        Values.ToJson(value)!.ToJsonString().ShouldBe(json);
        Values.ToJson(TestScope.List(Utc, Guid.Empty, TimeSpan.FromHours(1), double.NaN, new byte[] { 1 }))!.ToJsonString()
            .ShouldBe("""["2020-01-02T03:04:05Z","00000000-0000-0000-0000-000000000000","01:00:00",null,"AQ=="]""");
    }

    [Fact]
    public void Stored_values_come_back_the_same()
    {
        var scalar = Gen.OneOf(Gen.Bool.Select(_ => (object?)null), Gen.String.Select(x => (object?)x), Gen.Bool.Select(x => (object?)x), Gen.Int.Select(x => (object?)x), Gen.Long.Select(x => (object?)x),
            Gen.Double.Select(x => (object?)x), Gen.Float.Select(x => (object?)x), Gen.Short.Select(x => (object?)x), Gen.Decimal.Select(x => (object?)x), Gen.Guid.Select(x => (object?)x),
            Gen.DateTime.Select(x => (object?)DateTime.SpecifyKind(x, DateTimeKind.Utc)), Gen.DateTimeOffset.Select(x => (object?)x), Gen.TimeSpan.Select(x => (object?)x), Gen.Byte.Array.Select(x => (object?)x));
        var keys = Gen.OneOf(Gen.String[Gen.Char.AlphaNumeric], Gen.Const("$"), Gen.Const("v"), Gen.Const("__proto__"));
        var list = scalar.List[0, 8].Select(x => (object?)x);
        var members = Gen.Select(keys, Gen.OneOf(scalar, list)).List[0, 8].Select(pairs => (object?)pairs.DistinctBy(pair => pair.Item1).ToDictionary(pair => pair.Item1, pair => pair.Item2));
        Gen.OneOf(scalar, list, members, members.List[0, 8].Select(x => (object?)x)).Sample(value => Same(value, Values.Restore(Values.Store(value))), iter: 2000);
    }

    [Fact]
    public void Halves_of_surrogate_pairs_survive_storing()
    {
        var half = (string)new TestScope().JavaScript("'😀'.charAt(0)")!;
        Values.Restore(Values.Store(half)).ShouldBe("\ud83d");
        Values.Restore(Values.Store("a😀b")).ShouldBe("a😀b");
        Values.Restore(Values.Store(new TestScope().JavaScript("({['a' + '😀'.charAt(0)]: 1})"))).ShouldBeOfType<Dictionary<string, object?>>().Keys.ShouldBe(["a\ufffd"]);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("{\"$\":\"long\",\"v\":\"x\"}")]
    [InlineData("{\"$\":\"unheard\",\"v\":\"x\"}")]
    [InlineData("{\"$\":7}")]
    public void What_was_not_stored_is_not_restored(string text) => Should.Throw<ExpressionException>(() => Values.Restore(text)).Code.ShouldBe(ExpressionException.Mismatch);

    [Fact]
    public void A_copy_shares_nothing()
    {
        var value = TestScope.Members(("list", TestScope.List(TestScope.Members(("a", 1)))));
        var copy = (Dictionary<string, object?>)Values.Copy(value)!;
        ((List<object?>)copy["list"]!).Add(2);
        value.ShouldBeJson("""{"list":[{"a":1}]}""");
    }

    /// <summary>Equal in value and in type; by bits for floating point.</summary>
    private static bool Same(object? a, object? b) => (a, b) switch
    {
        (null, null) => true,
        (List<object?> x, List<object?> y) => x.Count == y.Count && x.Zip(y).All(pair => Same(pair.First, pair.Second)),
        (Dictionary<string, object?> x, Dictionary<string, object?> y) => x.Count == y.Count && x.All(pair => y.TryGetValue(pair.Key, out var other) && Same(pair.Value, other)),
        (byte[] x, byte[] y) => x.SequenceEqual(y),
        (DateTime x, DateTime y) => x == y && x.Kind == y.Kind,
        (DateTimeOffset x, DateTimeOffset y) => x.EqualsExact(y),
        (double x, double y) => double.IsNaN(x) ? double.IsNaN(y) : BitConverter.DoubleToInt64Bits(x) == BitConverter.DoubleToInt64Bits(y),
        (float x, float y) => float.IsNaN(x) ? float.IsNaN(y) : x.Equals(y),
        (decimal x, decimal y) => decimal.GetBits(x).SequenceEqual(decimal.GetBits(y)),
        _ => a is not null && b is not null && a.GetType() == b.GetType() && a.Equals(b),
    };

    [Fact]
    public void A_value_that_is_nested_deeply_survives_in_an_instance()
    {
        object? deep = "bottom";
        for (var level = 0; level < 300; level++) deep = new Dictionary<string, object?> { ["level"] = level, ["below"] = new List<object?> { deep } };
        var started = new InstanceStarted("i", "t", "d", "v", 1, new Dictionary<string, object?> { ["deep"] = deep }, null, null, null, "li.na", Utc);

        var stored = InstanceJson.Write(Instance.Replay([started]));

        InstanceJson.Write(InstanceJson.Read(stored)).ShouldBe(stored);
        InstanceJson.WriteEvents(InstanceJson.ReadEvents(InstanceJson.WriteEvents([started]))).ShouldBe(InstanceJson.WriteEvents([started]));
    }
}
