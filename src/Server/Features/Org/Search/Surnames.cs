using System.Collections.Frozen;

namespace HrBpm.Server.Features.Org.Search;

/// <summary>Surnames that are not read as their characters are elsewhere.</summary>
/// <remarks>After 通用规范汉字表 and the notes on surnames in 现代汉语词典; where families differ, each way of reading is kept.</remarks>
internal static class Surnames
{
    private static readonly FrozenDictionary<string, string[][]> Readings = new Dictionary<string, string[][]>
    {
        ["单"] = [["shan"], ["dan"]], ["曾"] = [["zeng"]], ["解"] = [["xie"]], ["仇"] = [["qiu"]], ["查"] = [["zha"]], ["朴"] = [["piao"]],
        ["区"] = [["ou"]], ["盖"] = [["ge"], ["gai"]], ["种"] = [["chong"]], ["繁"] = [["po"]], ["缪"] = [["miao"]], ["任"] = [["ren"]],
        ["覃"] = [["qin"], ["tan"]], ["洗"] = [["xian"]], ["冼"] = [["xian"]], ["尉"] = [["wei"], ["yu"]], ["员"] = [["yun"]], ["召"] = [["shao"]],
        ["秘"] = [["bi"]], ["折"] = [["she"]], ["黑"] = [["he"]], ["乜"] = [["nie"]], ["宓"] = [["mi"], ["fu"]], ["郇"] = [["xun"], ["huan"]],
        ["乐"] = [["yue"], ["le"]], ["翟"] = [["zhai"], ["di"]], ["隗"] = [["wei"], ["kui"]], ["逄"] = [["pang"]], ["那"] = [["na"]], ["葛"] = [["ge"]],
        ["牟"] = [["mou"], ["mu"]], ["祭"] = [["zhai"], ["ji"]], ["卜"] = [["bu"]], ["晁"] = [["chao"]], ["谌"] = [["chen"], ["shen"]], ["褚"] = [["chu"]],
        ["重"] = [["chong"]], ["都"] = [["du"]], ["幺"] = [["yao"]], ["长"] = [["zhang"], ["chang"]], ["石"] = [["shi"]], ["车"] = [["che"]], ["沈"] = [["shen"]],
        ["尉迟"] = [["yu", "chi"]], ["万俟"] = [["mo", "qi"]], ["单于"] = [["chan", "yu"]], ["澹台"] = [["tan", "tai"]], ["长孙"] = [["zhang", "sun"]],
        ["令狐"] = [["ling", "hu"]], ["鲜于"] = [["xian", "yu"]], ["宰父"] = [["zai", "fu"]], ["乐正"] = [["yue", "zheng"]], ["公冶"] = [["gong", "ye"]],
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string[][]>.AlternateLookup<ReadOnlySpan<char>> BySpan = Readings.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The readings of the surname that a name begins with, each a list of syllables; null when it is read as its characters are.</summary>
    public static string[][]? ReadingsOf(ReadOnlySpan<char> name) =>
        name.Length > 2 && BySpan.TryGetValue(name[..2], out var two) ? two
        : name.Length > 1 && BySpan.TryGetValue(name[..1], out var one) ? one
        : null;
}
