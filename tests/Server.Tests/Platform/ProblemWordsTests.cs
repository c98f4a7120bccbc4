using System.Text.RegularExpressions;
using HrBpm.Designer.Texts;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http;

namespace HrBpm.Server.Tests.Platform;

/// <summary>Whatever the server refuses, people read a sentence in their own language.</summary>
public sealed partial class ProblemWordsTests
{
    // Of the health check, which machines read, a setting of the database, and somebody of the demo group.
    private static readonly string[] NotForPeople = ["health.database", "health.migrations", "hrbpm.companies", "hrbpm.session", "kang.ning"];

    // Codes that only the pages themselves give, or that stand for a kind of answer.
    private static readonly string[] OfPages = ["client.", "status.", "request.", "server."];

    [Fact]
    public void Each_code_of_a_problem_has_a_sentence_in_both_languages_and_no_sentence_is_left_over()
    {
        var codes = Codes().ToHashSet();
        codes.Count.ShouldBeGreaterThan(450, "the search still finds them");

        codes.Except(ProblemWords.Codes).Except(NotForPeople).ShouldBeEmpty("each of these needs a line in src/Designer/Texts/problems.tsv");
        ProblemWords.Codes.Except(codes).Where(code => !OfPages.Any(code.StartsWith)).ShouldBeEmpty("these are gone");
        foreach (var code in ProblemWords.Codes)
        {
            var (chinese, english) = ProblemWords.Find(code)!.Value;
            Chinese().IsMatch(chinese).ShouldBeTrue($"{code}: {chinese}");
            (chinese.EndsWith('。'), english.EndsWith('.'), Chinese().IsMatch(english)).ShouldBe((true, true, false), $"{code}: {chinese} {english}");
        }
    }

    [Fact]
    public void Each_status_that_the_framework_answers_itself_has_a_code_with_a_sentence()
    {
        foreach (var status in new[] { 400, 401, 403, 404, 405, 413, 415, 429, 500, 503 })
            ProblemWords.Find(ProblemDefaults.CodeOf(status)).ShouldNotBeNull($"{status}: {ProblemDefaults.CodeOf(status)}");
    }

    // Where a code stands: first in a refusal, after the status of an answer, before a sentence, as a constant that is called a code, or as what a check of files is told to answer.
    private static IEnumerable<string> Codes() =>
        from project in (string[])["Server", "Activities", "Workflows"]
        from file in Directory.EnumerateFiles(Repository.PathOf("src", project), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("Migrations", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}Demo{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
        from Match found in Code().Matches(File.ReadAllText(file))
        select found.Groups["code"].Value;

    [GeneratedRegex("""
        (?: \b(?:Invalid|Forbidden|NotFound|Conflict|Refusal|Fail|Failed|new)\s*\(\s* | \bProblem\s*\(\s*[\w.]+\s*,\s* | \bconst\ string\ [^;]*?=\s* | \bCode\s*=\s* | \b(?:Size|Content):\s* | ShownFile\.Of\([^;"]*,\s* | (?<=.)(?="[a-z0-9.-]+",\s*\$?"Expected) )
        "(?<code>[a-z][a-z0-9]*(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)+)"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Code();

    [GeneratedRegex(@"\p{IsCJKUnifiedIdeographs}")]
    private static partial Regex Chinese();
}
