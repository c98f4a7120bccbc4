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
    public void A_phone_number_is_found_by_its_tail_and_a_number_by_its_end()
    {
        SearchWords.OfPhone("+86 138 0000 1006").ShouldContain(k => k.StartsWith(SearchWords.TailOf("1006")!, StringComparison.Ordinal));
        SearchWords.TailOf("006").ShouldBeNull("three digits would find too many");
        SearchWords.OfNumber("XK0006").ShouldBe(["xk0006", "0006", "~6000"]);
        SearchWords.Typed("+86 138-0000 1006").ShouldBe(["8613800001006"]);
        SearchWords.Typed("　张　销售 ").ShouldBe(["张", "销售"]);
    }

    [Fact]
    public void A_name_of_many_polyphones_has_few_spellings()
    {
        NameSpellings.Of(string.Concat(Enumerable.Repeat("重长乐行", 10))).Count.ShouldBeLessThanOrEqualTo(8);
    }
}
