using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Workflows.Tests.Definitions.Overlays;

/// <summary>What the group has locked in a template.</summary>
public sealed class CardLockTests
{
    [Fact]
    public void A_locked_member_stays_and_another_may_differ()
    {
        var template = Locked("head", new(false, ["dueInWorking"], "法定时限"));

        OverlayComposer.Compose(template, Offboarding.With(new ChangeMember("head", ChangeMember.Title, "head", "校长"))).Problems.ShouldBeEmpty();
        var problem = OverlayComposer.Compose(template, Offboarding.With(new ChangeMember("head", "dueInWorking", "2wd", "3wd"))).Problems.ShouldHaveSingleItem();
        (problem.Code, problem.Node).ShouldBe(("overlays.locked", "head"));
        problem.MessageZhCn.ShouldBe("“head”的“dueInWorking”由集团锁定，不能修改。法定时限");
        OverlayComposer.Compose(template, Offboarding.With(new ChangeMember("head", "customProperties", null, null))).Problems.ShouldHaveSingleItem().Code.ShouldBe("overlays.locked", "nobody takes the lock away");
    }

    [Fact]
    public void A_locked_card_is_not_switched_off_nor_left_out_with_another_nor_gone_round()
    {
        Codes(Locked("head", Whole), new SwitchOff("head")).ShouldBe(["overlays.locked-off head"]);
        Codes(Locked("refused", Whole), new SwitchOff("head")).ShouldBe(["overlays.locked-off refused"], "what only a refusal led to would go with it");
        var round = new InsertCards([new JsonObject { ["id"] = "own", ["type"] = "X" }], [new("manager", "Approved", "head")], [new("manager", "Approved", "own"), new("own", "Done", "fork")]);
        Codes(Locked("head", Whole), round).ShouldBe(["overlays.locked-off head"]);
    }

    [Fact]
    public void What_was_locked_since_is_a_conflict_that_the_group_has_decided()
    {
        var carry = OverlayCarry.Over(Offboarding.Template(), Locked("head", Whole), Offboarding.With(new ChangeMember("head", "dueInWorking", "2wd", "3wd"), new ChangeMember("manager", "dueInWorking", "2wd", "3wd")));

        var conflict = carry.Conflicts.ShouldHaveSingleItem();
        (conflict.Kind, conflict.Key, conflict.Choices.Count).ShouldBe((ConflictKind.Locked, "set:head:dueInWorking", 1));
        conflict.Decide(ConflictChoice.Template).ShouldBeNull();
        carry.Carried.ShouldHaveSingleItem().Key.ShouldBe("set:manager:dueInWorking");
    }

    [Fact]
    public void A_definition_of_ones_own_in_the_templates_place_keeps_the_locks_as_well()
    {
        var template = Locked("head", Whole);
        CardLock.Broken(template, template).ShouldBeEmpty();
        CardLock.Broken(template, WorkflowDefinition.Read("""{"definitionId":"wf","root":{"id":"flow","type":"Elsa.Flowchart","activities":[],"connections":[]}}""")).ShouldHaveSingleItem().Code.ShouldBe("overlays.locked-off");
    }

    private static CardLock Whole => new(true, [], "");

    private static IEnumerable<string> Codes(WorkflowDefinition template, OverlayChange change) => OverlayComposer.Compose(template, Offboarding.With(change)).Problems.Select(problem => $"{problem.Code} {problem.Node}");

    private static WorkflowDefinition Locked(string card, CardLock locked)
    {
        var template = WorkflowDefinition.Read(Offboarding.Template().Write());
        var node = template.Root!["activities"]!.AsArray().OfType<JsonObject>().Single(each => (string)each["id"]! == card);
        node["customProperties"] = CardLock.Write(node["customProperties"] as JsonObject, locked);
        CardLock.Of(node).ShouldNotBeNull().ShouldSatisfyAllConditions(read => read.IsWhole.ShouldBe(locked.IsWhole), read => read.Members.ShouldBe(locked.Members), read => read.Reason.ShouldBe(locked.Reason));
        return template;
    }
}
