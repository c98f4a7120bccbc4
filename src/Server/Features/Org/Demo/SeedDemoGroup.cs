using System.Globalization;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Server.Platform;

namespace HrBpm.Server.Features.Org.Demo;

/// <summary>Puts the demo group's companies and people into the database.</summary>
internal sealed class SeedDemoGroup(AppDbContext db) : IDemoSeed
{
    private static readonly DateOnly Founded = new(2018, 3, 1);

    public int Order => 0;

    public Task AddAsync(CancellationToken ct)
    {
        var group = new Company { Id = DemoIds.Of("company:" + DemoGroup.Name), Name = DemoGroup.Name };
        db.Add(group);
        foreach (var company in DemoGroup.Companies) AddCompany(company, group.Id);
        return Task.CompletedTask;
    }

    private void AddCompany(DemoCompany company, Guid groupId)
    {
        var id = DemoIds.Of("company:" + company.Name);
        db.Add(new Company { Id = id, ParentId = groupId, Name = company.Name });
        db.AddRange(company.Branches.Select(b => new Branch { Id = IdIn(company, "branch", b.Name), CompanyId = id, Name = b.Name, TimeZoneId = b.TimeZoneId, Locale = b.Locale }));
        AddDepartments(company, id);
        db.AddRange(company.People.Select(p => p.Position).Distinct().Select(name => new Position { Id = IdIn(company, "position", name), CompanyId = id, Name = name }));
        for (var i = 0; i < company.People.Count; i++) AddPerson(company, id, company.People[i], i + 1);
    }

    private void AddDepartments(DemoCompany company, Guid companyId)
    {
        var made = new Dictionary<string, Department>();
        foreach (var department in company.Departments)
        {
            var id = IdIn(company, "department", department.Name);
            var parent = department.Parent is null ? null : made[department.Parent];
            made[department.Name] = new Department
            {
                Id = id,
                CompanyId = companyId,
                ParentId = parent?.Id,
                Name = department.Name,
                HeadId = DemoIds.Of(department.Head),
                Path = Department.PathUnder(parent, id),
            };
        }
        db.AddRange(made.Values);
        foreach (var (name, department) in made)
        {
            db.Add(new DepartmentPeriod { Id = IdIn(company, "department-period", name), CompanyId = companyId, DepartmentId = department.Id, Name = name, ParentId = department.ParentId, From = Founded });
            db.Add(new Headship { Id = IdIn(company, "headship", name), CompanyId = companyId, DepartmentId = department.Id, PersonId = department.HeadId!.Value, From = Founded });
        }
    }

    private void AddPerson(DemoCompany company, Guid companyId, DemoPerson person, int number)
    {
        var id = DemoIds.Of(person.UserName);
        var branchId = IdIn(company, "branch", person.Branch);
        db.Add(new PersonRecord
        {
            Id = id,
            CompanyId = companyId,
            Name = person.Name,
            EmployeeNumber = string.Create(CultureInfo.InvariantCulture, $"{company.NumberPrefix}{number:D4}"),
            UserName = person.UserName,
            Email = $"{person.UserName}@xinghe.example",
            Phone = string.Create(CultureInfo.InvariantCulture, $"+86 138 0000 {(company.NumberPrefix == "XK" ? 1000 : 2000) + number}"),
            WeComUserId = person.UserName.Replace(".", "", StringComparison.Ordinal),
            DingTalkUnionId = "ding-" + person.UserName.Replace(".", "", StringComparison.Ordinal),
        });
        db.Add(new Employment
        {
            Id = DemoIds.Of("employment:" + person.UserName),
            CompanyId = companyId,
            PersonId = id,
            BranchId = branchId,
            DepartmentId = IdIn(company, "department", person.Department),
            PositionId = IdIn(company, "position", person.Position),
            ManagerId = person.Manager is null ? null : DemoIds.Of(person.Manager),
            From = Founded.AddDays(number * 37),
        });
        if (person.Role is not null)
            db.Add(new RoleGrant { Id = DemoIds.Of("role:" + person.UserName), CompanyId = companyId, PersonId = id, Role = person.Role, BranchId = person.BranchRoleOnly ? branchId : null });
    }

    private static Guid IdIn(DemoCompany company, string kind, string name) => DemoIds.Of($"{kind}:{company.Name}/{name}");
}
