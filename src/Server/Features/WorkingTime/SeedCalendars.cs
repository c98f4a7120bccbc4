using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.WorkingTime;

/// <summary>Gives the companies of the demo group the public holidays of China that the product brings along, as their administrators would take them over; branches abroad have none of them.</summary>
internal sealed class SeedCalendars(AppDbContext db, TimeProvider clock) : IDemoSeed
{
    private const string Country = "CN", HomeLocale = "zh-CN";

    public int Order => 30;

    public Task AddAsync(CancellationToken ct)
    {
        var holidays = new CalendarContent(null, [.. StatutoryCalendars.All.Where(s => s.Country == Country && !s.IsPreliminary).SelectMany(s => s.Days).OrderBy(d => d.Date)]);
        foreach (var company in DemoGroup.Companies)
        {
            var (id, maker) = (DemoIds.Of("company:" + company.Name), DemoIds.Of(company.People[0].UserName));
            Add(id, null, holidays, maker);
            foreach (var abroad in company.Branches.Where(b => b.Locale != HomeLocale)) Add(id, DemoIds.Of($"branch:{company.Name}/{abroad.Name}"), CalendarContent.Empty with { InheritsDays = false }, maker);
        }

        return Task.CompletedTask;
    }

    private void Add(Guid companyId, Guid? branchId, CalendarContent content, Guid maker) => db.Add(new CalendarEdition
    {
        Id = DemoIds.Of($"calendar:{branchId ?? companyId:D}"),
        CompanyId = companyId,
        BranchId = branchId,
        HolderId = branchId ?? companyId,
        Number = 1,
        Content = content.Write(),
        MadeById = maker,
        MadeUtc = clock.GetUtcNow().UtcDateTime,
    });
}
