using System.Text;
using HrBpm.Activities.Evidence;

namespace HrBpm.Activities.Tests.Evidence;

public sealed class CanonicalJsonTests
{
    // The number samples of RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0")]
    [InlineData(0x8000000000000000, "0")]
    [InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x8000000000000001, "-5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308")]
    [InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992")]
    [InlineData(0xc340000000000000, "-9007199254740992")]
    [InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22")]
    [InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23")]
    [InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef4f, "999999999999999900000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21")]
    [InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001")]
    [InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0x41b3de4355555554, "333333333.33333325")]
    [InlineData(0x41b3de4355555555, "333333333.3333333")]
    [InlineData(0x41b3de4355555556, "333333333.3333334")]
    [InlineData(0x41b3de4355555557, "333333333.33333343")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333")]
    [InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void A_double_is_written_as_ECMAScript_writes_it(ulong bits, string expected) =>
        Text(CanonicalJson.Write(BitConverter.UInt64BitsToDouble(bits))).ShouldBe(expected);

    [Theory]
    [InlineData("1E30", "1e+30")]
    [InlineData("4.50", "4.5")]
    [InlineData("2e-3", "0.002")]
    [InlineData("0.000000000000000000000000001", "1e-27")]
    [InlineData("333333333.33333329", "\"333333333.33333329\"")]
    [InlineData("9007199254740993", "\"9007199254740993\"")]
    [InlineData("1e400", "\"1e400\"")]
    [InlineData("1e-99999999999", "\"1e-99999999999\"")]
    [InlineData("-0.0", "0")]
    [InlineData("100", "100")]
    public void A_number_keeps_its_value_or_becomes_a_string(string json, string expected) => Rewrite(json).ShouldBe(expected);

    // The sample of RFC 8785 section 3.2.3: sorting is by UTF-16 code units, so a surrogate pair comes before U+FB33.
    [Fact]
    public void Members_are_sorted_by_utf16_code_units() =>
        Rewrite("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""")
            .ShouldBe("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");

    // The string of RFC 8785 section 3.2.2.
    [Fact]
    public void Only_what_must_be_escaped_is_escaped() =>
        Rewrite("""{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false],"empty":{},"none":[]}""")
            .ShouldBe("""{"empty":{},"literals":[null,true,false],"none":[],"string":"€$\u000f\nA'B\"\\\\\"/"}""");

    [Fact]
    public void Values_of_the_runtime_have_one_form_whatever_their_order()
    {
        var id = Guid.Parse("0198c1d2-0000-7000-8000-000000000001");
        var one = new Dictionary<string, object?> { ["b"] = 1L, ["a"] = new List<object?> { 0.1m, null, true }, ["id"] = id, ["姓名"] = "张伟" };
        var other = new Dictionary<string, object?> { ["姓名"] = "张伟", ["id"] = id, ["a"] = new List<object?> { 0.10, null, true }, ["b"] = 1 };
        Text(CanonicalJson.Write(one)).ShouldBe("""{"a":[0.1,null,true],"b":1,"id":"0198c1d2-0000-7000-8000-000000000001","姓名":"张伟"}""");
        CanonicalJson.Write(other).ShouldBe(CanonicalJson.Write(one));
    }

    [Fact]
    public void Canonical_text_is_its_own_canonical_form()
    {
        var bytes = CanonicalJson.Write(new { Zeit = new DateTime(2026, 3, 1, 9, 12, 0, DateTimeKind.Utc), Amount = 12.30m, Kind = DayOfWeek.Friday });
        Text(bytes).ShouldBe("""{"amount":12.3,"kind":"Friday","zeit":"2026-03-01T09:12:00Z"}""");
        CanonicalJson.Rewrite(bytes).ShouldBe(bytes);
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"a":"\ud800"}""")]
    [InlineData("{")]
    public void What_has_no_canonical_form_is_refused(string json) => Should.Throw<ArgumentException>(() => Rewrite(json));

    [Fact]
    public void NaN_is_refused() => Should.Throw<ArgumentException>(() => CanonicalJson.Write(double.NaN));

    private static string Rewrite(string json) => Text(CanonicalJson.Rewrite(Encoding.UTF8.GetBytes(json)));

    private static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
