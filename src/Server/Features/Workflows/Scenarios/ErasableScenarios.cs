using HrBpm.Activities.DryRuns;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.Scenarios;

/// <summary>What somebody has written about a person into a scenario of a flow: its name, a comment, an answer. The scenario stays, and calls the person a sample.</summary>
internal sealed class ErasableScenarios(AppDbContext db) : IErasableData
{
    private const string Instead = "样例人员";

    public DataKind Kind => DataKind.Flows;

    public async Task<int> CountAsync(Guid personId, CancellationToken ct) => await (await AboutAsync(personId, ct)).Rows.CountAsync(ct);

    public async Task<int> EraseAsync(Guid personId, DateTime nowUtc, CancellationToken ct)
    {
        var (name, rows) = await AboutAsync(personId, ct);
        var kept = await rows.ToListAsync(ct);
        foreach (var scenario in kept)
        {
            // The id tells apart those that are called the same then.
            var called = name.Length == 0 || !scenario.Name.Contains(name, StringComparison.Ordinal) ? scenario.Name : $"{scenario.Name.Replace(name, Instead, StringComparison.Ordinal)} {scenario.Id.ToString("N")[^6..]}";
            var json = DryScenario.Read(scenario.Json).WithoutPeople([new DryPerson(personId, name)]).Write();
            var version = scenario.Version;
            await db.FlowScenarios.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(s => s.Id == scenario.Id && s.Version == version)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.Name, called).SetProperty(s => s.Json, json).SetProperty(s => s.UpdatedUtc, nowUtc).SetProperty(s => s.Version, version + 1), ct);
        }

        return kept.Count;
    }

    private async Task<(string Name, IQueryable<FlowScenario> Rows)> AboutAsync(Guid personId, CancellationToken ct)
    {
        var name = await db.People.Where(p => p.Id == personId).Select(p => p.Name).SingleOrDefaultAsync(ct) ?? "";
        // A single letter would be found everywhere.
        if (name.Length < 2) name = "";
        var id = personId.ToString("D");
        return (name, db.FlowScenarios.AsNoTracking().Where(s => s.Json.Contains(id) || (name != "" && (s.Name.Contains(name) || s.Json.Contains(name)))));
    }
}
