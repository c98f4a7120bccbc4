using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using HrBpm.Activities.DryRuns;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>Takes the people out of scenarios that were kept with them.</summary>
internal sealed class ConvertScenarios(AppDbContext db) : IStartupStep
{
    private const string Mark = "\"hasNobody\":true";

    public int Order => 120;

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var kept in await db.FlowScenarios.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(s => !s.Json.Contains(Mark)).ToListAsync(ct))
        {
            kept.Json = (await ScenarioPeople.TakeOutAsync(db, DryScenario.Read(kept.Json), ct)).Write();
            kept.Version++;
        }

        await db.SaveChangesAsync(ct);
    }
}
