using HrBpm.Activities.Inbox;

namespace HrBpm.Activities.Tests.Inbox;

public sealed class AssigneeRulesTests
{
    private readonly FakeOrg org = new();
    private readonly Dictionary<string, object?> fields = [];

    public static TheoryData<AssigneeRule, string> Rules => new()
    {
        { new(AssigneeBy.Role, "HrSpecialist"), "刘洋 赵敏" },
        { new(AssigneeBy.Position, "总经理"), "总经理" },
        { new(AssigneeBy.DirectManager), "李娜" },
        { new(AssigneeBy.ManagerChain, Levels: 3), "李娜 王强 总经理" },
        { new(AssigneeBy.DepartmentHead), "王强" },
        { new(AssigneeBy.DottedLineManager), "赵敏" },
        { new(AssigneeBy.HrBp), "刘洋" },
        { new(AssigneeBy.FormField, "receiver"), "赵敏" },
        { new(AssigneeBy.InitiatorChoice, "request.reviewers"), "王强 刘洋" },
        { new(AssigneeBy.Initiator), "张伟" },
    };

    [Theory, MemberData(nameof(Rules))]
    public async Task Each_rule_finds_its_people(AssigneeRule rule, string names)
    {
        org.Named["张伟"] = ("赵敏", "刘洋");
        fields["receiver"] = org["赵敏"].ToString("D");
        fields["request.reviewers"] = new List<object?> { org["王强"].ToString("D"), org["刘洋"].ToString("D") };

        (await FindAsync(rule)).ShouldBe(names);
    }

    [Fact]
    public async Task A_person_is_found_by_id() => (await FindAsync(new AssigneeRule(AssigneeBy.Person, org["许诺"].ToString("D")))).ShouldBe("许诺");

    [Fact]
    public async Task People_whom_several_rules_find_are_asked_once() =>
        (await FindAsync(new(AssigneeBy.DepartmentHead), new(AssigneeBy.ManagerChain, Levels: 2))).ShouldBe("王强 李娜");

    [Fact]
    public async Task People_who_left_are_skipped()
    {
        org.Leave("李娜");

        (await FindAsync(new AssigneeRule(AssigneeBy.ManagerChain, Levels: 2))).ShouldBe("王强");
    }

    [Fact]
    public async Task A_leaver_whom_a_rule_names_keeps_their_own_case_to_the_end()
    {
        org.Leave("张伟");

        (await FindAsync(new AssigneeRule(AssigneeBy.Person, org["张伟"].ToString("D")))).ShouldBe("张伟");
    }

    [Fact]
    public async Task Nobody_clears_their_own_case()
    {
        org.Roles["HrSpecialist"] = ["张伟", "赵敏"];

        (await FindAsync(new AssigneeRule(AssigneeBy.Role, "HrSpecialist"))).ShouldBe("赵敏");
    }

    [Theory, InlineData(WhenNobody.Manager, "王强"), InlineData(WhenNobody.Administrator, "许诺"), InlineData(WhenNobody.Person, "总经理")]
    public async Task A_policy_stands_in_when_everybody_has_left(WhenNobody policy, string name)
    {
        org.Leave("李娜");

        (await FallBackAsync(policy, new AssigneeRule(AssigneeBy.DirectManager))).ShouldBe(name);
    }

    [Fact]
    public async Task A_step_may_pass_when_there_is_nobody() =>
        (await new AssigneeRules(org).FindAsync([], WhenNobody.Pass, null, Scope, TestContext.Current.CancellationToken)).ShouldBeOfType<AssigneeFinding.Passes>();

    [Fact]
    public async Task A_step_may_fail_when_there_is_nobody() =>
        (await FallBackAsync(WhenNobody.Fail)).ShouldBe("inbox.nobody: Expected somebody active for the step, but its rules found nobody, and neither did its policy 'Fail'.");

    [Fact]
    public async Task A_policy_that_finds_nobody_either_fails()
    {
        org.Leave("许诺");

        (await FallBackAsync(WhenNobody.Administrator)).ShouldStartWith("inbox.nobody");
    }

    [Theory, InlineData(AssigneeBy.Role, null, 1), InlineData(AssigneeBy.Person, "li.na", 1), InlineData(AssigneeBy.ManagerChain, null, 0), InlineData(AssigneeBy.ManagerChain, null, 11)]
    public async Task A_rule_that_makes_no_sense_is_refused(AssigneeBy by, string? value, int levels) =>
        (await FindAsync(new AssigneeRule(by, value, levels))).ShouldStartWith("inbox.assignee-rule-invalid");

    private AssigneeScope Scope => new(org["张伟"], org["张伟"], name => fields.GetValueOrDefault(name));

    private Task<string> FindAsync(params AssigneeRule[] rules) => FallBackAsync(WhenNobody.Fail, rules);

    private async Task<string> FallBackAsync(WhenNobody policy, params AssigneeRule[] rules) =>
        await new AssigneeRules(org).FindAsync(rules, policy, org["总经理"], Scope, TestContext.Current.CancellationToken) switch
        {
            AssigneeFinding.People people => string.Join(" ", people.Ids.Select(org.NameOf)),
            AssigneeFinding.Nobody nobody => $"{nobody.Refusal.Code}: {nobody.Refusal.Message}",
            var other => other.GetType().Name,
        };
}
