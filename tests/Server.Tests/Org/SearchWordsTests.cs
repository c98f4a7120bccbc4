using System.Text;
using HrBpm.Server.Features.Org.Search;

namespace HrBpm.Server.Tests.Org;

public sealed class SearchWordsTests
{
    [Theory]
    [InlineData("张三", "zs", "zhangs", "zhangsan", "san", "三", "张三")]
    [InlineData("单田芳", "stf", "shantianfang", "dantianfang", "田芳")]
    [InlineData("曾国藩", "zgf", "zengguofan")]
    [InlineData("解缙", "xj", "xiejin")]
    [InlineData("仇英", "qy", "qiuying")]
    [InlineData("查良镛", "zly", "zhaliangyong")]
    [InlineData("尉迟恭", "ycg", "yuchigong", "gong")]
    [InlineData("万俟卨", "mq", "moqi")]
    [InlineData("欧阳修", "oyx", "ouyangxiu", "yangxiu", "阳修")]
    [InlineData("吕布", "lb", "lvbu", "lyubu")]
    [InlineData("王乐", "wangle", "wangyue", "wy", "wl")]
    [InlineData("Oliver Smith", "os", "oliver", "smith", "oliversmith")]
    [InlineData("李Amy", "la", "liamy", "amy")]
    [InlineData("𠮷田", "𠮷", "𠮷t", "tian")]
    public void A_name_is_found_by_what_people_type(string name, params string[] typed)
    {
        var keys = SearchWords.OfName(name).ToList();

        keys.ShouldAllBe(k => k.IsNormalized(NormalizationForm.FormKC), "half a character is no text");
        foreach (var text in typed) keys.ShouldContain(k => k.StartsWith(text, StringComparison.Ordinal), $"{text} among {string.Join(' ', keys)}");
    }

    [Theory]
    [InlineData("曾国藩", "ceng")]
    [InlineData("查良镛", "cha")]
    [InlineData("仇英", "chou")]
    public void A_surname_is_not_read_as_its_character_is_elsewhere(string name, string reading)
    {
        SearchWords.OfName(name).ShouldNotContain(k => k.StartsWith(reading, StringComparison.Ordinal));
    }

    [Fact]
    public void Numbers_are_found_from_their_middle_on_and_phone_numbers_are_apart()
    {
        SearchWords.OfPhone("+86 138 0000 1006").ShouldContain(SearchWords.Contact("00001006")!);
        SearchWords.OfPhone("+86 138 0000 1006").ShouldContain(k => k.StartsWith(SearchWords.Contact("0010")!, StringComparison.Ordinal));
        SearchWords.Contact("006").ShouldBeNull("three digits would find too many");
        SearchWords.OfNumber("XK000612").ShouldBe(["xk000612", "000612", "00612", "0612"]);
        SearchWords.OfName("Emma").ShouldContain(k => k.StartsWith("mma", StringComparison.Ordinal));
        SearchWords.Typed("+86 138-0000 1006").ShouldBe(["8613800001006"]);
        SearchWords.Typed("　张　销售 ").ShouldBe(["张", "销售"]);
        SearchWords.Typed("|1381 ||").ShouldBe(["1381", "\u0001"], "nobody types the sign of what is apart");
    }

    [Fact]
    public void A_name_of_many_polyphones_has_few_spellings()
    {
        NameSpellings.Of(string.Concat(Enumerable.Repeat("重长乐行", 10))).Count.ShouldBeLessThanOrEqualTo(8);
    }
}
