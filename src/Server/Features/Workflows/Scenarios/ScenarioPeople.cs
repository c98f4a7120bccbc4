using HrBpm.Activities.DryRuns;
using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>Takes people out of scenarios before they are stored.</summary>
internal static class ScenarioPeople
{
    /// <summary>The scenario with nobody in it whom one could tell: neither those who took part, nor anybody else whose id it names.</summary>
    public static async Task<DryScenario> TakeOutAsync(AppDbContext db, DryScenario scenario, CancellationToken ct)
    {
        var ids = scenario.Ids().ToList();
        var named = await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(ct);
        var told = scenario.Start.People.Select(person => person.Id).ToHashSet();
        return scenario.WithoutPeople(named.Where(p => !told.Contains(p.Id)).Select(p => new DryPerson(p.Id, p.Name)));
    }
}
