using HrBpm.Activities.Org;
using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Structure;
using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Companies;

/// <summary>Makes a company with its first branch, department and position, and with the two people who run it from then on: an administrator and an HR manager, each with a link for choosing a password.</summary>
/// <remarks>Two, because what is dangerous needs two people; these two, because what they may do together covers every role, and nobody grants more than they may do themselves.</remarks>
internal sealed class FoundCompany(AppDbContext db, IInvitations invitations, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Somebody who runs the company from its first day on.</summary>
    /// <param name="Name">The name as people write it.</param>
    /// <param name="Email">Address at work.</param>
    /// <param name="UserName">The name to sign in with, unique everywhere; absent for the beginning of the address.</param>
    public sealed record Founder(string Name, string Email, string? UserName = null)
    {
        /// <summary>What the person signs in with.</summary>
        internal string SignsInAs => UserName ?? Email.Split('@')[0];
    }

    /// <summary>The company.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Branch">Its first branch.</param>
    /// <param name="TimeZoneId">IANA time zone of the branch, for example <c>Asia/Shanghai</c>.</param>
    /// <param name="Locale">Language of the branch, for example <c>zh-CN</c>.</param>
    /// <param name="Administrator">Looks after the company in this system.</param>
    /// <param name="HrManager">Decides HR's matters.</param>
    public sealed record Terms(string Name, string Branch, string TimeZoneId, string Locale, Founder Administrator, Founder HrManager);

    /// <summary>What was made.</summary>
    /// <param name="Id">The company.</param>
    /// <param name="BranchId">Its branch.</param>
    /// <param name="Founders">The administrator, then the HR manager.</param>
    public sealed record Founded(Guid Id, Guid BranchId, IReadOnlyList<FoundedAccount> Founders);

    /// <summary>One of the two.</summary>
    public sealed record FoundedAccount(Guid PersonId, string Name, string UserName, InvitationLink Link);

    /// <summary>Makes it within the open transaction; a refusal comes before anything is made.</summary>
    /// <param name="groupId">The group that it belongs to.</param>
    /// <param name="terms">What is to be made.</param>
    /// <param name="furtherRoles">What the administrator holds beside.</param>
    /// <param name="actor">Who founds it, as it stands in the audit trail of the company.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<(Founded? Done, Refusal? Refusal)> RunAsync(Guid groupId, Terms terms, IReadOnlyList<string> furtherRoles, string actor, CancellationToken ct)
    {
        if (WhyNotText(terms) is { } unfit) return (null, unfit);
        if (await WhyNotTakenAsync(groupId, terms, ct) is { } taken) return (null, taken);
        var (company, isChinese) = (new Company { ParentId = groupId, Name = terms.Name.Trim() }, terms.Locale.StartsWith("zh", StringComparison.OrdinalIgnoreCase));
        var branch = new Branch { CompanyId = company.Id, Name = terms.Branch.Trim(), TimeZoneId = terms.TimeZoneId, Locale = terms.Locale };
        var today = branch.DayOf(clock.GetUtcNow().UtcDateTime);
        var department = MakeDepartment(company, isChinese ? "总部" : "Head office", today);
        db.AddRange(company, branch);
        audit.Record(new AuditFact(company.Id, actor, "org.company.found", $"company:{company.Id:D}", new { company.Name, group = groupId, branch = branch.Id, branch.TimeZoneId, branch.Locale }));
        List<FoundedAccount> founders =
        [
            Employ(company, branch, department, terms.Administrator, new("1", isChinese ? "系统管理员" : "Administrator"), [OrgRoles.CompanyAdministrator, .. furtherRoles], actor),
            Employ(company, branch, department, terms.HrManager, new("2", isChinese ? "人力资源经理" : "HR manager"), [OrgRoles.HrManager], actor),
        ];
        return (new Founded(company.Id, branch.Id, founders), null);
    }

    /// <summary>Why a company cannot be called so in its group; null when it can.</summary>
    public static async Task<Refusal?> WhyNotNameAsync(AppDbContext db, Guid groupId, Guid? companyId, string name, CancellationToken ct)
    {
        var trimmed = name.Trim();
        return OrgTexts.WhyNotName(name, "a name of the company")
            ?? (await db.Companies.AnyAsync(c => c.Id != companyId && (c.Id == groupId || c.ParentId == groupId) && c.Name == trimmed, ct)
                ? new Refusal("companies.name.taken", $"Expected a name that no other company of the group has, but there is a company '{trimmed}'.")
                : null);
    }

    private static Refusal? WhyNotText(Terms terms) =>
        OrgTexts.WhyNotName(terms.Name, "a name of the company")
        ?? OrgTexts.WhyNotName(terms.Branch, "a name of the branch")
        ?? OrgTexts.WhyNotTimeZone(terms.TimeZoneId)
        ?? OrgTexts.WhyNotLocale(terms.Locale, "branches.locale.invalid")
        ?? WhyNotFounder(terms.Administrator)
        ?? WhyNotFounder(terms.HrManager)
        ?? (terms.Administrator.SignsInAs == terms.HrManager.SignsInAs
            ? new Refusal("companies.founders.invalid", $"Expected two people, because what is dangerous needs two, but both are {terms.HrManager.SignsInAs}.")
            : null);

    private static Refusal? WhyNotFounder(Founder founder) =>
        OrgTexts.WhyNotName(founder.Name, "a name of the person") ?? OrgTexts.WhyNotEmail(founder.Email) ?? OrgTexts.WhyNotCode(founder.SignsInAs, "a user name");

    private async Task<Refusal?> WhyNotTakenAsync(Guid groupId, Terms terms, CancellationToken ct)
    {
        if (await WhyNotNameAsync(db, groupId, null, terms.Name, ct) is { } name) return name;
        foreach (var userName in (string[])[terms.Administrator.SignsInAs, terms.HrManager.SignsInAs])
            if (await db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).AnyAsync(p => p.UserName == userName, ct))
                return new Refusal("people.user-name.taken", $"Expected a user name that nobody has, but {userName} is taken.");
        return null;
    }

    private Department MakeDepartment(Company company, string name, DateOnly today)
    {
        var id = Guid.CreateVersion7();
        var department = new Department { Id = id, CompanyId = company.Id, Name = name, Path = Department.PathUnder(null, id) };
        db.AddRange(department, new DepartmentPeriod { CompanyId = company.Id, DepartmentId = id, Name = name, From = today });
        return department;
    }

    /// <summary>The employee number and the position of one of the two.</summary>
    private sealed record Seat(string Number, string Position);

    private FoundedAccount Employ(Company company, Branch branch, Department department, Founder founder, Seat seat, IReadOnlyList<string> roles, string actor)
    {
        var person = new PersonRecord { CompanyId = company.Id, Name = founder.Name.Trim(), EmployeeNumber = seat.Number, UserName = founder.SignsInAs, Email = founder.Email };
        var position = new Position { CompanyId = company.Id, Name = seat.Position };
        db.AddRange(person, position, new Employment
        {
            CompanyId = company.Id, PersonId = person.Id, BranchId = branch.Id, DepartmentId = department.Id, PositionId = position.Id, From = branch.DayOf(clock.GetUtcNow().UtcDateTime),
        });
        db.AddRange(roles.Select(role => new RoleGrant { CompanyId = company.Id, PersonId = person.Id, Role = role }));
        audit.Record(new AuditFact(company.Id, actor, "org.person.create", $"person:{person.Id:D}", new { roles }) { Personal = new Dictionary<string, object?> { ["name"] = person.Name, ["userName"] = person.UserName } });
        return new(person.Id, person.Name, person.UserName, invitations.Add(person, actor));
    }
}
