using HrBpm.Activities.Org;
using HrBpm.Workflows;

namespace HrBpm.Activities.Inbox;

/// <summary>Turns the assignee rules of a step into people: bounded, in order, without repetition, active ones only.</summary>
public sealed class AssigneeRules(IOrg org)
{
    /// <summary>Most people that one step may ask.</summary>
    public const int MostPeople = 100;

    /// <summary>Largest weight of a vote.</summary>
    public const int MostWeight = 1_000;

    /// <summary>Most levels of a manager chain.</summary>
    public const int MostLevels = 10;

    /// <summary>Follows the rules; when they find nobody who is active, follows the policy.</summary>
    /// <remarks>
    /// A rule that goes by office (role, position, manager, department head) never finds the person concerned: nobody clears their own case.
    /// Where a rule names the person concerned, it finds them even after their last day: a case is theirs to the end.
    /// </remarks>
    public async Task<AssigneeFinding> FindAsync(
        IReadOnlyList<AssigneeRule> rules, WhenNobody whenNobody, Guid? whenNobodyPerson, AssigneeScope scope, CancellationToken ct)
    {
        if (rules.Select(WhyNot).FirstOrDefault(refusal => refusal is not null) is { } bad)
            return new AssigneeFinding.Nobody(bad);
        var found = new List<Guid>();
        var weights = new Dictionary<Guid, int>();
        foreach (var rule in rules)
        {
            var people = await ByRuleAsync(rule, scope, ct);
            found.AddRange(people);
            foreach (var person in people) weights.TryAdd(person, rule.Weight);
        }
        return await ActiveAsync(found, scope.Concerning, ct) is { Count: > 0 } active
            ? Bounded(active, weights)
            : await ByPolicyAsync(whenNobody, whenNobodyPerson, scope, ct);
    }

    /// <summary>The nearest active manager of a person, or null.</summary>
    public async Task<Guid?> NearestActiveManagerAsync(Guid personId, CancellationToken ct)
    {
        var chain = await ActiveAsync(await org.ManagerChainOfAsync(personId, MostLevels, ct), null, ct);
        return chain.Count == 0 ? null : chain[0];
    }

    private static Refusal? WhyNot(AssigneeRule rule)
    {
        var needsValue = rule.By is AssigneeBy.Person or AssigneeBy.Role or AssigneeBy.Position or AssigneeBy.FormField or AssigneeBy.InitiatorChoice;
        if (needsValue && string.IsNullOrWhiteSpace(rule.Value))
            return new("inbox.assignee-rule-invalid", $"Expected the assignee rule '{rule.By}' to have a value, but it has none.");
        if (rule.By == AssigneeBy.Person && !Guid.TryParse(rule.Value, out _))
            return new("inbox.assignee-rule-invalid", $"Expected the id of a person, but got '{rule.Value}'.");
        if (rule.Weight is < 1 or > MostWeight)
            return new("inbox.assignee-rule-invalid", $"Expected a weight of 1 to {MostWeight}, but got {rule.Weight}.");
        return rule.By == AssigneeBy.ManagerChain && rule.Levels is < 1 or > MostLevels
            ? new("inbox.assignee-rule-invalid", $"Expected 1 to {MostLevels} levels of managers, but got {rule.Levels}.")
            : null;
    }

    private async Task<IReadOnlyList<Guid>> ByRuleAsync(AssigneeRule rule, AssigneeScope scope, CancellationToken ct) => rule.By switch
    {
        AssigneeBy.Person => [Guid.Parse(rule.Value!)],
        AssigneeBy.Initiator => One(scope.Initiator),
        AssigneeBy.FormField or AssigneeBy.InitiatorChoice => PeopleIn(scope.Field(rule.Value!)),
        _ when scope.Concerning is not { } concerning => [],
        _ => [.. (await ByOfficeAsync(rule, scope.Concerning.Value, ct)).Where(person => person != scope.Concerning)],
    };

    private async Task<IReadOnlyList<Guid>> ByOfficeAsync(AssigneeRule rule, Guid concerning, CancellationToken ct) => rule.By switch
    {
        AssigneeBy.Role => await org.HoldersOfRoleAsync(rule.Value!, concerning, ct),
        AssigneeBy.Position => await org.HoldersOfPositionAsync(rule.Value!, concerning, ct),
        AssigneeBy.DirectManager => One(await org.DirectManagerOfAsync(concerning, ct)),
        AssigneeBy.ManagerChain => await org.ManagerChainOfAsync(concerning, rule.Levels, ct),
        AssigneeBy.DottedLineManager => One(await org.DottedLineManagerOfAsync(concerning, ct)),
        AssigneeBy.HrBp => One(await org.HrBpOfAsync(concerning, ct)),
        _ => One(await org.DepartmentHeadOfAsync(concerning, ct)),
    };

    private async Task<AssigneeFinding> ByPolicyAsync(WhenNobody whenNobody, Guid? person, AssigneeScope scope, CancellationToken ct)
    {
        IReadOnlyList<Guid> others = whenNobody switch
        {
            WhenNobody.Person => One(person),
            WhenNobody.Manager when scope.Concerning is { } concerning => One(await NearestActiveManagerAsync(concerning, ct)),
            WhenNobody.Administrator when (scope.Concerning ?? scope.Initiator) is { } near => await org.HoldersOfRoleAsync("CompanyAdministrator", near, ct),
            _ => [],
        };
        if (whenNobody == WhenNobody.Pass)
            return new AssigneeFinding.Passes();
        return await ActiveAsync(others, null, ct) is { Count: > 0 } people
            ? Bounded(people, [])
            : new AssigneeFinding.Nobody(new("inbox.nobody", $"Expected somebody active for the step, but its rules found nobody, and neither did its policy '{whenNobody}'."));
    }

    private async Task<List<Guid>> ActiveAsync(IEnumerable<Guid> people, Guid? evenInactive, CancellationToken ct)
    {
        var active = new List<Guid>();
        foreach (var id in people.Distinct().Take(MostPeople + 1))
        {
            if (await org.FindAsync(id, ct) is { } person && (person.IsActive || id == evenInactive))
                active.Add(id);
        }
        return active;
    }

    private static AssigneeFinding Bounded(List<Guid> people, Dictionary<Guid, int> weights) => people.Count <= MostPeople
        ? new AssigneeFinding.People(people) { Weights = weights }
        : new AssigneeFinding.Nobody(new("inbox.too-many-people", $"Expected at most {MostPeople} people for one step, but its rules found more."));

    private static Guid[] One(Guid? person) => person is { } id ? [id] : [];

    private static List<Guid> PeopleIn(object? value) => value switch
    {
        Guid id => [id],
        string text when Guid.TryParse(text, out var id) => [id],
        IEnumerable<object?> many => [.. many.SelectMany(PeopleIn)],
        _ => [],
    };
}
