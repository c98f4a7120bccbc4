using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Offboarding;

/// <summary>Gives each person of the demo group a contract: three years, and after two of those one without term (劳动合同法 art. 14).</summary>
internal sealed class SeedContracts(AppDbContext db, TimeProvider clock) : IDemoSeed
{
    private const int Years = 3;

    public int Order => 20;

    public async Task AddAsync(CancellationToken ct)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        foreach (var employment in await db.Employments.ToListAsync(ct))
        {
            var contracts = Math.Min(2, (today.DayNumber - employment.From.DayNumber) / (Years * 365));
            var from = employment.From.AddYears(contracts * Years);
            db.Add(new LaborContract
            {
                Id = DemoIds.Of($"contract:{employment.PersonId:D}"),
                CompanyId = employment.CompanyId,
                PersonId = employment.PersonId,
                From = from,
                To = contracts == 2 ? null : from.AddYears(Years).AddDays(-1),
            });
        }
    }
}
