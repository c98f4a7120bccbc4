using HrBpm.Activities.Offboarding;
using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Activities.Tests.Offboarding;

public sealed class DefinitionTests
{
    [Theory]
    [InlineData("offboarding/standard.json")]
    [InlineData("payroll/early-release.json")]
    public void Every_definition_of_the_product_can_run(string file)
    {
        using var services = new ServiceCollection().AddWorkflows(typeof(OpenOffboardingCase).Assembly).AddLogging().BuildServiceProvider();
        services.GetRequiredService<DefinitionValidator>().Check(File.ReadAllText(Path.Combine(Folder, file))).Where(p => p.Severity != ProblemSeverity.Information).ShouldBeEmpty();
    }

    private static string Folder
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "HrBpm.sln"))) at = at.Parent!;
            return Path.Combine(at.FullName, "workflows-definitions");
        }
    }
}
