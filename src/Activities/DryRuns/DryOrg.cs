using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.DryRuns;

/// <summary>The people of a dry run: those whom it was told of, and a stand-in for each rule. So it needs no server, and the same run finds the same people at every later time.</summary>
internal sealed class DryOrg : IOrg, IAbsences, IWorkSchedules
{
    private const string TimeZone = "Asia/Shanghai";
    private readonly Dictionary<Guid, DryPerson> people = [];

    public DryOrg(IEnumerable<DryPerson> told)
    {
        foreach (var person in told) people[person.Id] = person;
    }

    /// <summary>The person of that id; null when nobody was told of and no rule has found one.</summary>
    public DryPerson? Known(Guid id) => people.GetValueOrDefault(id);

    public Task<Person?> FindAsync(Guid personId, CancellationToken ct) => Task.FromResult<Person?>(PersonOf(people.GetValueOrDefault(personId) ?? new DryPerson(personId, $"成员 {personId.ToString("N")[..4]}")));

    public Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<Guid?>(StandIn(new("DirectManager", Of: NameOf(personId)), $"{NameOf(personId)}的直属主管"));

    public Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct) => Task.FromResult<IReadOnlyList<Guid>>(
        [.. Enumerable.Range(1, levels).Select(level => StandIn(new("ManagerChain", Of: NameOf(personId), Level: level), $"{NameOf(personId)}的第 {level} 级主管"))]);

    public Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<Guid?>(StandIn(new("DepartmentHead", Of: NameOf(personId)), $"{NameOf(personId)}的部门负责人"));

    public Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([StandIn(new("Role", role), $"角色 {role} 的成员")]);

    public Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([StandIn(new("Position", position), $"岗位 {position} 的成员")]);

    public Task<Guid?> DelegateOfAsync(Guid personId, string definitionId, DateTime nowUtc, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public Task<WorkSchedule?> OfAsync(Guid personId, CancellationToken ct) => Task.FromResult<WorkSchedule?>(new WorkSchedule(TimeZone, WorkingCalendar.Usual, []));

    private string NameOf(Guid id) => people.GetValueOrDefault(id)?.Name ?? $"成员 {id.ToString("N")[..4]}";

    private Guid StandIn(DryRule rule, string name)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.By}:{rule.Value}:{rule.Of}:{rule.Level}"))[..16]);
        people.TryAdd(id, new DryPerson(id, name) { Rule = rule });
        return id;
    }

    private static Person PersonOf(DryPerson person)
    {
        var number = person.Id.ToString("N")[^6..].ToUpperInvariant();
        return new(person.Id, DryRun.Company, person.Name, $"S-{number}", $"sample-{number}", $"{number}@sample.invalid", $"wx-{number}",
            person.Department.Length > 0 ? person.Department : "样例部门", person.Position.Length > 0 ? person.Position : "样例岗位", TimeZone, IsActive: true);
    }
}
