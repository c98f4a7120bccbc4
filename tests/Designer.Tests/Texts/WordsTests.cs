using System.Resources;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HrBpm.Designer.Texts;

namespace HrBpm.Designer.Tests.Texts;

/// <summary>What pages say is there in English too.</summary>
public sealed partial class WordsTests
{
    [Fact]
    public void Every_text_of_a_page_has_an_English_one_and_no_English_one_is_left_over()
    {
        var english = XDocument.Load(Path.Combine(Source, "Texts", "Words.en.resx")).Root!.Elements("data").ToDictionary(d => (string)d.Attribute("name")!, d => (string)d.Element("value")!);
        var pages = Directory.EnumerateFiles(Source, "*", SearchOption.AllDirectories).Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();

        pages.SelectMany(page => Said().Matches(page)).Select(said => said.Groups[1].Value).Distinct().Where(said => !english.ContainsKey(said)).ShouldBeEmpty();
        english.Keys.Where(said => !pages.Any(page => page.Contains($"\"{said}\"", StringComparison.Ordinal))).ShouldBeEmpty();
        english.Where(pair => pair.Key.Count(c => c == '{') != pair.Value.Count(c => c == '{')).ShouldBeEmpty("each number and name of a sentence is said in both");
    }

    [Fact]
    public void English_texts_are_found_by_their_culture() =>
        new ResourceManager(typeof(Words)).GetString("待办", new System.Globalization.CultureInfo("en-GB")).ShouldBe("To do");

    private static string Source => Path.Combine(Repository(AppContext.BaseDirectory), "src", "Designer");

    private static string Repository(string folder) => File.Exists(Path.Combine(folder, "HrBpm.sln")) ? folder : Repository(Path.GetDirectoryName(folder)!);

    [GeneratedRegex("\\b[lL]\\[\"([^\"]+)\"\\]")]
    private static partial Regex Said();
}
