using HrBpm.Server.Features.Audit;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Audit;

public sealed class VerifyVerbTests
{
    public static TheoryData<TestDatabase> Both => Databases.All;

    [Theory, MemberData(nameof(Both))]
    public async Task The_verb_says_in_one_line_that_all_is_well_or_names_the_first_broken_entry(TestDatabase database)
    {
        await using var company = await AuditedCompany.StartAsync(database);
        var (code, output) = await VerbRun.HereAsync(["verify", .. company.Server.Database!.Arguments]);
        code.ShouldBe(0, output);
        output.Trim().ShouldBe("chain verified: 1 companies, 8 entries, 3 checkpoints");

        await company.TamperAsync("UPDATE audit_entries SET actor = 'nobody' WHERE id = @p0", await company.EntryAtAsync(5));
        (code, output) = await VerbRun.HereAsync(["verify", .. company.Server.Database!.Arguments]);
        code.ShouldBe(1, output);
        output.ShouldStartWith($"Edited: company {company.Id}, position 5, entry {await company.EntryAtAsync(5)}. Expected the column actor to say 'li.na' as the body does, but it says 'nobody'.");
        output.TrimEnd().ShouldEndWith("chain broken: 1 of 1 companies");
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var folder = Directory.CreateTempSubdirectory("hrbpm-test-").FullName;
        var (code, output) = await VerbRun.AloneAsync(["verify", "--database=sqlite", $"--data={folder}"]);
        code.ShouldBe(1);
        output.ShouldStartWith("Expected a database to verify");
        File.Exists(Path.Combine(folder, "hrbpm.db")).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }
}
