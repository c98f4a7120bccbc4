using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Platform;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Assets;

/// <summary>Gives each person of the demo group a notebook and a badge, and every third one a phone.</summary>
internal sealed class SeedAssets(AppDbContext db) : IDemoSeed
{
    public int Order => 20;

    public async Task AddAsync(CancellationToken ct)
    {
        var people = await (
            from person in db.People
            join employment in db.Employments on person.Id equals employment.PersonId
            orderby person.EmployeeNumber
            select new { person, employment.From }).ToListAsync(ct);
        foreach (var (number, row) in people.Index())
        {
            Issue(row.person.Id, row.person.CompanyId, row.From, $"LT-{Number(number)}", "笔记本电脑 ThinkPad X1");
            Issue(row.person.Id, row.person.CompanyId, row.From, $"BD-{Number(number)}", "工牌");
            if (number % 3 == 2) Issue(row.person.Id, row.person.CompanyId, row.From, $"PH-{Number(number)}", "工作手机");
        }
    }

    private void Issue(Guid personId, Guid companyId, DateOnly from, string tag, string name)
    {
        var asset = new Asset { Id = DemoIds.Of("asset:" + tag), CompanyId = companyId, Tag = tag, Name = name };
        db.Add(asset);
        db.Add(new AssetIssue { Id = DemoIds.Of("issue:" + tag), CompanyId = companyId, AssetId = asset.Id, PersonId = personId, IssuedOn = from });
    }

    private static string Number(int index) => (index + 1).ToString("D4", CultureInfo.InvariantCulture);
}
