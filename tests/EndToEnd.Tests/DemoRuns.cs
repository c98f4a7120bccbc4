namespace HrBpm.EndToEnd.Tests;

public sealed class DemoRuns(PlainDemo plain) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hrbpm-demo-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_demo_ends_paid_and_verified() => ShouldBePaidAndVerified(await plain.EndAsync());

    [Fact]
    public async Task The_demo_ends_paid_and_verified_when_other_systems_fail() => await RunAsync("--faults");

    [Fact]
    public async Task The_demo_ends_paid_and_verified_on_PostgreSQL()
    {
        var postgres = Environment.GetEnvironmentVariable("HRBPM_TEST_POSTGRES");
        Assert.SkipWhen(string.IsNullOrEmpty(postgres), "HRBPM_TEST_POSTGRES does not say where PostgreSQL is.");
        await RunAsync("--database=postgres", $"--ConnectionStrings:Postgres={postgres}");
    }

    [Fact]
    public async Task When_the_statutory_date_passes_with_nodes_open_the_law_is_paid_and_the_rest_waits()
    {
        var said = (await RunAsync("--late")).Said;
        said.ShouldContain("法定支付日放行法定项目  — Held");
        said.ShouldContain("登记损失赔偿主张");
        var lines = said.Split('\n').ToList();
        var wage = lines.FindIndex(l => l.Contains("wage released", StringComparison.Ordinal));
        var severance = lines.FindIndex(l => l.Contains("severance released", StringComparison.Ordinal));
        wage.ShouldBeGreaterThan(0);
        severance.ShouldBeGreaterThan(wage);
    }

    private async Task<DemoEnd> RunAsync(params string[] options)
    {
        using var demo = DemoProcess.Start(folder, options);
        return ShouldBePaidAndVerified(await demo.EndAsync(Ct));
    }

    private static DemoEnd ShouldBePaidAndVerified(DemoEnd end)
    {
        end.ExitCode.ShouldBe(0, end.Said);
        end.Finish.ShouldMatch(@"^offboarding finished: nodes=\d+ signatures=6 pay=released chain=verified$");
        return end;
    }
}
