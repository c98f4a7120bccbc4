using HrBpm.Server.Database;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>A person as the database has them before an import, with the latest employment.</summary>
internal sealed record KnownPerson(Guid Id, string EmployeeNumber, string Name, string UserName, string Email, string? Phone, string? WeComUserId, string? DingTalkUnionId, KnownEmployment? Employment);

/// <summary>The latest employment of a person.</summary>
internal sealed record KnownEmployment(Guid Id, Guid BranchId, Guid DepartmentId, Guid PositionId, Guid? ManagerId, Guid? DottedLineManagerId, Guid? HrBpId, DateOnly From, DateOnly? Until);

/// <summary>Everybody whom the company knows before an import.</summary>
internal sealed class KnownPeople
{
    private readonly HashSet<string> takenUserNames;

    private KnownPeople(List<KnownPerson> people, HashSet<string> takenUserNames, HashSet<Guid> holdingMore)
    {
        (this.takenUserNames, HoldingMore) = (takenUserNames, holdingMore);
        ByNumber = people.ToDictionary(p => p.EmployeeNumber, StringComparer.Ordinal);
        NumberOf = people.ToDictionary(p => p.Id, p => p.EmployeeNumber);
    }

    public IReadOnlyDictionary<string, KnownPerson> ByNumber { get; }

    /// <summary>Employee numbers by id.</summary>
    public IReadOnlyDictionary<Guid, string> NumberOf { get; }

    /// <summary>Who holds a role that allows more than whoever imports may do.</summary>
    public IReadOnlySet<Guid> HoldingMore { get; }

    /// <summary>Takes a user name for somebody new; false when anybody has it, in whatever company.</summary>
    public bool TakeUserName(string userName) => takenUserNames.Add(userName);

    /// <summary>Reads them.</summary>
    public static async Task<KnownPeople> ReadAsync(AppDbContext db, Phones phones, Guid companyId, HashSet<Guid> holdingMore, CancellationToken ct)
    {
        var employments = new Dictionary<Guid, KnownEmployment>();
        await foreach (var e in db.Employments.AsNoTracking().Where(e => e.CompanyId == companyId).AsAsyncEnumerable().WithCancellation(ct))
            if (!employments.TryGetValue(e.PersonId, out var other) || other.From < e.From)
                employments[e.PersonId] = new(e.Id, e.BranchId, e.DepartmentId, e.PositionId, e.ManagerId, e.DottedLineManagerId, e.HrBpId, e.From, e.Until);
        var people = new List<KnownPerson>();
        // All before any number is opened: opening one may ask the database for its key.
        foreach (var p in await db.People.Where(p => p.CompanyId == companyId).Select(p => new { p.Id, p.EmployeeNumber, p.Name, p.UserName, p.Email, p.Phone, p.SealedPhone, p.WeComUserId, p.DingTalkUnionId }).ToListAsync(ct))
            people.Add(new(p.Id, p.EmployeeNumber, p.Name, p.UserName, p.Email, await phones.ReadAsync(companyId, p.Id, p.Phone, p.SealedPhone, ct), p.WeComUserId, p.DingTalkUnionId, employments.GetValueOrDefault(p.Id)));
        var taken = people.Select(p => p.UserName).ToHashSet();
        await foreach (var name in db.People.IgnoreQueryFilters([AppDbContext.CompanyFilter]).Where(p => p.CompanyId != companyId).Select(p => p.UserName).AsAsyncEnumerable().WithCancellation(ct)) taken.Add(name);
        return new(people, taken, holdingMore);
    }
}
