using HrBpm.Activities.Org;

namespace HrBpm.Activities.Tests.Inbox;

/// <summary>A small company: 张伟 ← 李娜 ← 王强 ← 总经理, and two HR specialists. People are found by name.</summary>
internal sealed class FakeOrg : IOrg
{
    private readonly Dictionary<Guid, Person> people = [];
    private readonly Dictionary<Guid, Guid> managers = [];

    public FakeOrg()
    {
        foreach (var name in new[] { "张伟", "李娜", "王强", "总经理", "刘洋", "赵敏", "许诺" }) Add(name);
        Report("张伟", "李娜");
        Report("李娜", "王强");
        Report("王强", "总经理");
        Report("刘洋", "赵敏");
    }

    public Dictionary<string, string[]> Roles { get; } = new() { ["HrSpecialist"] = ["刘洋", "赵敏"], ["CompanyAdministrator"] = ["许诺"] };

    public Guid this[string name] => people.Values.Single(person => person.Name == name).Id;

    public string NameOf(Guid id) => people[id].Name;

    public void Speaks(string name, string locale, string timeZoneId) => people[this[name]] = people[this[name]] with { Locale = locale, TimeZoneId = timeZoneId };

    public void Join(string name) => Add(name);

    public void LeaveWeCom(string name) => people[this[name]] = people[this[name]] with { WeComUserId = null };

    public void Leave(string name) => people[this[name]] = people[this[name]] with { IsActive = false };

    public void Report(string person, string manager) => managers[this[person]] = this[manager];

    public Task<Person?> FindAsync(Guid personId, CancellationToken ct) => Task.FromResult(people.GetValueOrDefault(personId));

    public Task<Guid?> DirectManagerOfAsync(Guid personId, CancellationToken ct) =>
        Task.FromResult<Guid?>(managers.TryGetValue(personId, out var manager) ? manager : null);

    public Task<IReadOnlyList<Guid>> ManagerChainOfAsync(Guid personId, int levels, CancellationToken ct)
    {
        var chain = new List<Guid>();
        for (var person = personId; chain.Count < levels && managers.TryGetValue(person, out var manager); person = manager) chain.Add(manager);
        return Task.FromResult<IReadOnlyList<Guid>>(chain);
    }

    public Task<Guid?> DepartmentHeadOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(this["王强"]);

    /// <summary>Whom somebody reports to beside their manager, and their HR business partner, by names.</summary>
    public Dictionary<string, (string? Dotted, string? HrBp)> Named { get; } = [];

    public Task<Guid?> DottedLineManagerOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(Named.GetValueOrDefault(NameOf(personId)).Dotted is { } name ? this[name] : null);

    public Task<Guid?> HrBpOfAsync(Guid personId, CancellationToken ct) => Task.FromResult<Guid?>(Named.GetValueOrDefault(NameOf(personId)).HrBp is { } name ? this[name] : null);

    public Task<IReadOnlyList<Guid>> HoldersOfRoleAsync(string role, Guid nearPersonId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. Roles.GetValueOrDefault(role, []).Select(name => this[name])]);

    public Task<IReadOnlyList<Guid>> HoldersOfPositionAsync(string position, Guid nearPersonId, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Guid>>([.. people.Values.Where(person => person.PositionName == position).Select(person => person.Id)]);

    private void Add(string name)
    {
        var id = Guid.NewGuid();
        people[id] = new Person(id, Guid.Empty, name, $"E{people.Count}", name, $"{people.Count}@example.com", $"wx-{people.Count}", "销售部", name == "总经理" ? "总经理" : "专员", "Asia/Shanghai", true);
    }
}
