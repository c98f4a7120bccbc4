using System.Security.Cryptography;
using System.Text;
using HrBpm.Activities.Inbox;
using HrBpm.Activities.Org;
using HrBpm.Activities.WorkingTime;

namespace HrBpm.Activities.DryRuns;

/// <summary>The people of a dry run: those whom it was told of, those whom the organisation names, and where it does not, a stand-in for each rule. Who was found once is found again, so the same run finds the same people at every later time.</summary>
internal sealed class DryOrg : IOrg, IAbsences, IWorkSchedules
{
    private readonly Dictionary<Guid, DryPerson> people = [];
    private readonly Dictionary<(string By, string Value, Guid Of, int Levels), DryFinding> findings = [];
    private readonly IDryOrganisation? organisation;
    private readonly Guid sample;

    /// <param name="start">Whom it was told of, and what was found before.</param>
    /// <param name="organisation">Whom to ask; null for nobody.</param>
    public DryOrg(DryStart start, IDryOrganisation? organisation)
    {
        (this.organisation, sample) = (organisation, start.InitiatorId);
        foreach (var person in start.People) people[person.Id] = person;
        foreach (var found in start.Findings) findings[(found.By, found.Value, found.Of, found.Levels)] = found;
    }

    /// <summary>Everybody whom the run knows by now.</summary>
    public IReadOnlyCollection<DryPerson> People => people.Values;

    /// <summary>What rules have found by now.</summary>
    public IReadOnlyCollection<DryFinding> Findings => findings.Values;

    /// <summary>The person of that id; null when nobody was told of and no rule has found one.</summary>
    public DryPerson? Known(Guid id) => people.GetValueOrDefault(id);

    /// <summary>When a person works; somebody whose calendar nobody may see works when the sample person does.</summary>
    public DryHours HoursOf(Guid id) => people.GetValueOrDefault(id)?.Hours ?? people.GetValueOrDefault(sample)?.Hours ?? DryHours.Usual;

    public async Task<Person?> FindAsync(Guid personId, CancellationToken ct) => PersonOf(await LearnAsync(personId));

    public async Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct) => First(await FindAsync("DirectManager", "", personId, 1));

    public Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct) => FindAsync("ManagerChain", "", personId, levels);

    public async Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct) => First(await FindAsync("DepartmentHead", "", personId, 1));

    public async Task<Guid?> DottedLineManagerOfAsync(Guid personId, CancellationToken ct) => First(await FindAsync("DottedLineManager", "", personId, 1));

    public async Task<Guid?> HrBpOfAsync(Guid personId, CancellationToken ct) => First(await FindAsync("HrBp", "", personId, 1));

    public Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct) => FindAsync("Role", role, nearPersonId, 1);

    public Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct) => FindAsync("Position", position, nearPersonId, 1);

    public Task<Guid?> DelegateOfAsync(Guid personId, string definitionId, DateTime nowUtc, CancellationToken ct) => Task.FromResult<Guid?>(null);

    public async Task<WorkSchedule?> OfAsync(Guid personId, CancellationToken ct)
    {
        var person = await LearnAsync(personId);
        if (person is { Hours: null, IsStandIn: false } && organisation is not null && await organisation.PersonAsync(personId) is { Hours: { } hours })
            people[personId] = person with { Hours = hours };
        return HoursOf(personId).ToSchedule();
    }

    private async Task<IReadOnlyList<Guid>> FindAsync(string by, string value, Guid of, int levels)
    {
        if (findings.TryGetValue((by, value, of, levels), out var before)) return before.People;
        var found = organisation is not null && people.GetValueOrDefault(of) is not { IsStandIn: true } ? await organisation.FindAsync(by, value, of, levels) : null;
        var names = by is "Role" or "Position" ? "" : NameOf(of);
        var ids = found is null ? StandIns(by, value, names, levels) : found.Index().Select(each => Add(each.Item with { Rule = new(by, value, names, by == "ManagerChain" ? each.Index + 1 : 1) })).ToList();
        findings[(by, value, of, levels)] = new(by, value, of, levels, ids);
        return ids;
    }

    private List<Guid> StandIns(string by, string value, string of, int levels) =>
        [.. Enumerable.Range(1, levels).Select(level => new DryRule(by, value, of, level)).Select(rule => Add(new DryPerson(IdOf(rule), NameOf(rule)) { Rule = rule, IsStandIn = true }))];

    private async Task<DryPerson> LearnAsync(Guid id)
    {
        if (people.TryGetValue(id, out var known)) return known;
        return people[id] = (organisation is null ? null : await organisation.PersonAsync(id)) ?? new DryPerson(id, NameOf(id));
    }

    private Guid Add(DryPerson person)
    {
        people.TryAdd(person.Id, person);
        return person.Id;
    }

    private string NameOf(Guid id) => people.GetValueOrDefault(id)?.Name ?? $"成员 {id.ToString("N")[..4]}";

    /// <summary>What a stand-in is called (zh-CN).</summary>
    internal static string NameOf(DryRule rule) => rule.By switch
    {
        "DirectManager" => $"{rule.Of}的直属主管",
        "ManagerChain" => $"{rule.Of}的第 {rule.Level} 级主管",
        "DepartmentHead" => $"{rule.Of}的部门负责人",
        "DottedLineManager" => $"{rule.Of}的虚线主管",
        "HrBp" => $"{rule.Of}的 HRBP",
        "Role" => $"角色 {rule.Value} 的成员",
        _ => $"岗位 {rule.Value} 的成员",
    };

    private static Guid IdOf(DryRule rule) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{rule.By}:{rule.Value}:{rule.Of}:{rule.Level}"))[..16]);

    private static Guid? First(IReadOnlyList<Guid> found) => found is [var first, ..] ? first : null;

    private Person PersonOf(DryPerson person)
    {
        var number = person.Id.ToString("N")[^6..].ToUpperInvariant();
        return new(person.Id, DryRun.Company, person.Name, $"S-{number}", $"sample-{number}", $"{number}@sample.invalid", $"wx-{number}",
            person.Department.Length > 0 ? person.Department : "样例部门", person.Position.Length > 0 ? person.Position : "样例岗位",
            HoursOf(person.Id).TimeZoneId, person.IsActive);
    }
}
