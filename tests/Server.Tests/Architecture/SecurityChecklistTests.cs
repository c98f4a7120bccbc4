using System.Globalization;
using System.Text.RegularExpressions;

namespace HrBpm.Server.Tests.Architecture;

/// <summary>The checklist of <c>docs/security.md</c> is whole, and names tests that there are.</summary>
public sealed partial class SecurityChecklistTests
{
    // Sections of OWASP ASVS 4.0.3 with the numbers of their requirements for level 1 or 2; what is missing was taken out of the standard, or is of level 3.
    private const string Sections = """
        1.1: 1-7; 1.2: 1-4; 1.4: 1,4-5; 1.5: 1-4; 1.6: 1-4; 1.7: 1-2; 1.8: 1-2; 1.9: 1-2; 1.10: 1; 1.11: 1-2; 1.12: 2; 1.14: 1-6;
        2.1: 1-12; 2.2: 1-3; 2.3: 1-3; 2.4: 1-5; 2.5: 1-7; 2.6: 1-3; 2.7: 1-6; 2.8: 1-7; 2.9: 1-3; 2.10: 1-4;
        3.1: 1; 3.2: 1-4; 3.3: 1-4; 3.4: 1-5; 3.5: 1-3; 3.7: 1; 4.1: 1-3,5; 4.2: 1-2; 4.3: 1-3;
        5.1: 1-5; 5.2: 1-8; 5.3: 1-10; 5.4: 1-3; 5.5: 1-4; 6.1: 1-3; 6.2: 1-6; 6.3: 1-2; 6.4: 1-2;
        7.1: 1-4; 7.2: 1-2; 7.3: 1,3-4; 7.4: 1-3; 8.1: 1-4; 8.2: 1-3; 8.3: 1-8; 9.1: 1-3; 9.2: 1-4; 10.2: 1-2; 10.3: 1-3;
        11.1: 1-8; 12.1: 1-3; 12.2: 1; 12.3: 1-6; 12.4: 1-2; 12.5: 1-2; 12.6: 1; 13.1: 1,3-5; 13.2: 1-3,5-6; 13.3: 1-2; 13.4: 1-2;
        14.1: 1-4; 14.2: 1-6; 14.3: 2-3; 14.4: 1-7; 14.5: 1-4
        """;

    private static readonly string Document = File.ReadAllText(Repository.PathOf("docs", "security.md"));

    private static readonly List<(string Number, string State, string Text)> Rows = [.. Row().Matches(Document).Select(m => (m.Groups[1].Value, m.Groups[2].Value, m.Groups[3].Value))];

    [Fact]
    public void Every_requirement_of_levels_1_and_2_has_its_line_in_order()
    {
        Rows.Select(r => r.Number).ShouldBe(Expected());
        Rows.Where(r => r.Text.Length < 5).ShouldBeEmpty("each says how, or why not");
        Document.ShouldContain(string.Create(CultureInfo.InvariantCulture, $"Of {Rows.Count}, {Count("✔")} are done, {Count("–")} not needed and {Count("✘")} open."));
    }

    [Fact]
    public void Every_test_and_file_that_the_page_names_exists()
    {
        var sources = Sources("tests").ToList();
        var classes = sources.ToLookup(path => Path.GetFileNameWithoutExtension(path), File.ReadAllText);
        var named = Named().Matches(Document).Select(m => (Class: m.Groups[1].Value, Test: m.Groups[2].Value)).Distinct().ToList();
        named.Count.ShouldBeGreaterThan(80, "the search still finds them");

        named.Where(n => !classes[n.Class].Any(text => n.Test.Length == 0 || text.Contains($" {n.Test}(", StringComparison.Ordinal))).ShouldBeEmpty();
        var files = sources.Concat(Sources("src")).Select(Path.GetFileName).ToHashSet();
        SourceFile().Matches(Document).Select(m => m.Groups[1].Value).Distinct().Where(name => !files.Contains(name)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories);

    private static int Count(string state) => Rows.Count(r => r.State == state);

    private static IEnumerable<string> Expected() =>
        from section in Sections.Split(';', StringSplitOptions.TrimEntries)
        let parts = section.Split(": ")
        from span in parts[1].Split(',').Select(s => s.Split('-'))
        from number in Enumerable.Range(int.Parse(span[0], CultureInfo.InvariantCulture), int.Parse(span[^1], CultureInfo.InvariantCulture) - int.Parse(span[0], CultureInfo.InvariantCulture) + 1)
        select string.Create(CultureInfo.InvariantCulture, $"{parts[0]}.{number}");

    [GeneratedRegex(@"^\| ([0-9.]+) \| (✔|–|✘) \| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Named();

    [GeneratedRegex(@"`(\w+\.cs)`")]
    private static partial Regex SourceFile();
}
