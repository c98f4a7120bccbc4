using HrBpm.Server.Tests;

namespace HrBpm.EndToEnd.Tests;

public sealed class DemoRuns(PlainDemo plain) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hrbpm-demo-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_demo_ends_paid_and_verified() => ShouldBePaidAndVerified(await plain.EndAsync());

    /// <summary>horilla-hr #733, where a leaver completed the tasks of others and managers changed people of other teams, and what else nobody may do.</summary>
    [Theory]
    [InlineData("张伟, who leaves", "answers his manager's task about his own leaving", "404 tasks.unknown")]
    [InlineData("张伟, who leaves", "hands that task on to a friend", "404 tasks.unknown")]
    [InlineData("刘洋, HR specialist", "answers the manager's task in the manager's place", "403 tasks.forbidden")]
    [InlineData("陈晨, a colleague", "reads the manager's task", "404 tasks.unknown")]
    [InlineData("李娜, direct manager", "changes a person of another team", "403 request.forbidden")]
    [InlineData("李娜, direct manager", "reads who signs in where (the audit log)", "403 request.forbidden")]
    [InlineData("刘洋, HR specialist", "reads what people are paid", "403 request.forbidden")]
    [InlineData("冯雪, payroll clerk", "reads the leaver's personnel file", "404 people.unknown")]
    [InlineData("冯雪, payroll clerk", "reads an identity number", "403 request.forbidden")]
    [InlineData("孙磊, IT", "has pay released before its time", "403 request.forbidden")]
    [InlineData("赵敏, HR manager", "grants a powerful role, and consents to it herself", "403 two-person.same-forbidden")]
    [InlineData("赵敏, HR manager", "grants herself a role", "403 role-grants.self-forbidden")]
    [InlineData("康宁, of the other company", "reads the case", "404 offboarding.unknown")]
    [InlineData("康宁, of the other company", "reads the flow behind it", "404 workflows.instance-unknown")]
    [InlineData("康宁, of the other company", "reads the leaver's file", "404 people.unknown")]
    [InlineData("张伟, who has left", "goes on with his old session", "401 sign-in.required")]
    [InlineData("张伟, who has left", "signs in with the right password", "401 sign-in.refused")]
    public async Task Horilla_733_the_demo_tells_who_was_refused_what(string who, string what, string answer)
    {
        var lines = (await plain.EndAsync()).Said.Split('\n').SkipWhile(l => !l.StartsWith("Who was refused what:", StringComparison.Ordinal)).ToList();

        lines.ShouldContain(l => l.StartsWith($"  {who} ", StringComparison.Ordinal) && l.Contains($" {what} ", StringComparison.Ordinal) && l.TrimEnd().EndsWith($" {answer}", StringComparison.Ordinal), string.Join('\n', lines));
        lines.ShouldNotContain(l => l.Contains("NOT REFUSED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_demo_ends_paid_and_verified_when_other_systems_fail()
    {
        var said = (await RunHereAsync("--faults")).Said;

        foreach (var system in new[] { "weCom", "scim", "payroll" }) said.ShouldMatch($@"What failed outside: .*{system} \w+ [1-9]\d* of \d+ calls", system);
    }

    /// <summary>As the README has it: the demo starts a PostgreSQL of its own, which outlives a SIGKILL, is found again by --resume and is stopped in the end.</summary>
    [Fact]
    public async Task The_demo_is_resumed_and_ends_paid_and_verified_on_a_PostgreSQL_of_its_own()
    {
        Assert.SkipWhen(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HRBPM_TEST_POSTGRES")), "HRBPM_TEST_POSTGRES does not say that there is a PostgreSQL.");
        // PostgreSQL does not run as root, and its user must reach what is its own.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        using (var doomed = DemoProcess.Start(folder, "--database", "postgres"))
        {
            (await doomed.KillAfterLinesAsync(60, TimeSpan.Zero, Ct)).ShouldBeTrue(doomed.Said);
        }

        using (var resumed = DemoProcess.Start(folder, "--database", "postgres", "--resume"))
        {
            ShouldBePaidAndVerified(await resumed.EndAsync(Ct));
        }

        Directory.EnumerateFiles(folder, "postmaster.pid", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Fact]
    public async Task When_the_statutory_date_passes_with_nodes_open_the_law_is_paid_and_the_rest_waits()
    {
        var said = (await RunHereAsync("--late")).Said;
        said.ShouldContain("法定支付日放行法定项目  — Held");
        said.ShouldContain("登记损失赔偿主张");
        var lines = said.Split('\n').ToList();
        var wage = lines.FindIndex(l => l.Contains("wage released", StringComparison.Ordinal));
        var severance = lines.FindIndex(l => l.Contains("severance released", StringComparison.Ordinal));
        wage.ShouldBeGreaterThan(0);
        severance.ShouldBeGreaterThan(wage);
        lines[wage].ShouldContain("法定支付日已到，尚有节点未完成");
        foreach (var waits in new[] { "severance", "bonus", "reimbursement" })
        {
            lines.FindIndex(l => l.Contains($"¥ {waits} held  — ", StringComparison.Ordinal)).ShouldBeInRange(1, wage, waits);
            lines.FindIndex(l => l.Contains($"¥ {waits} released", StringComparison.Ordinal)).ShouldBeGreaterThan(wage, waits);
        }
    }

    // The same verb, without a process of its own: what that adds, the others show.
    private async Task<DemoEnd> RunHereAsync(params string[] options)
    {
        var (code, said) = await VerbRun.HereAsync(["demo", "--data", folder, .. options]);
        return ShouldBePaidAndVerified(DemoEnd.Read(code, said));
    }

    private static DemoEnd ShouldBePaidAndVerified(DemoEnd end)
    {
        end.ExitCode.ShouldBe(0, end.Said);
        end.Finish.ShouldMatch(@"^offboarding finished: nodes=\d+ signatures=6 pay=released chain=verified$");
        return end;
    }
}
