using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Workflows.Tests.Definitions.Overlays;

/// <summary>A template gets a new version under the companies that have some of it otherwise.</summary>
public sealed class CarryOverTests
{
    private static readonly OverlayChange[] OfEachKind =
    [
        new ChangeMember("head", "dueInWorking", "2wd", "3wd"), new AddField("left", new JsonObject { ["key"] = "classes" }), new SwitchOff("end"), Offboarding.Classes(),
        new AddVariable(new JsonObject { ["id"] = "v-classes", ["name"] = "Classes" }),
    ];

    [Fact]
    public void Every_change_is_carried_over_to_a_template_that_did_not_change()
    {
        var carry = OverlayCarry.Over(Offboarding.Template(), Offboarding.Template(), Offboarding.With(OfEachKind));

        carry.Conflicts.ShouldBeEmpty();
        carry.Absorbed.ShouldBeEmpty();
        carry.Carried.ShouldBe(OfEachKind);
    }

    [Fact]
    public void A_change_elsewhere_in_the_template_comes_along_without_a_question()
    {
        var now = Offboarding.Template(t => Offboarding.Card(t, "manager")["dueInWorking"] = "5wd");

        var carry = OverlayCarry.Over(Offboarding.Template(), now, Offboarding.With(OfEachKind));

        carry.Carried.ShouldBe(OfEachKind);
        ((string)Offboarding.Card(OverlayComposer.Compose(now, Offboarding.With([.. carry.Carried])), "manager")["dueInWorking"]!).ShouldBe("5wd");
        TemplateNews.Between(Offboarding.Template(), now).ShouldHaveSingleItem().Members.ShouldBe(["dueInWorking"]);
    }

    [Fact]
    public void Both_changed_one_member_is_a_conflict_with_the_three_values()
    {
        var conflict = Only(t => Offboarding.Card(t, "head")["dueInWorking"] = "1wd", new ChangeMember("head", "dueInWorking", "2wd", "3wd"));

        conflict.Kind.ShouldBe(ConflictKind.BothChanged);
        new[] { conflict.Base, conflict.Template, conflict.Ours }.Select(v => (string)v!).ShouldBe(["2wd", "1wd", "3wd"]);
        conflict.Decide(ConflictChoice.Template).ShouldBeNull();
        var kept = conflict.Decide(ConflictChoice.Ours).ShouldBeOfType<ChangeMember>();
        ((string)kept.Was!, (string)kept.Value!).ShouldBe(("1wd", "3wd"), "from now on it differs from what the template says now");
        ((string)conflict.Decide(ConflictChoice.Value, "4wd").ShouldBeOfType<ChangeMember>().Value!).ShouldBe("4wd");
        conflict.Decide(ConflictChoice.Value, "1wd").ShouldBeNull("that is what the template says");
    }

    [Fact]
    public void What_the_template_says_itself_now_is_no_change_any_more()
    {
        var carry = OverlayCarry.Over(Offboarding.Template(), Offboarding.Template(t => Offboarding.Card(t, "head")["dueInWorking"] = "3wd"), Offboarding.With(new ChangeMember("head", "dueInWorking", "2wd", "3wd")));

        carry.Absorbed.ShouldHaveSingleItem();
        carry.Carried.ShouldBeEmpty();
    }

    [Fact]
    public void A_card_that_the_company_changed_and_the_template_removed_is_a_conflict()
    {
        var conflict = Only(t => Offboarding.Remove(t, "head"), new ChangeMember("head", "dueInWorking", "2wd", "3wd"));

        (conflict.Kind, conflict.CardTitle).ShouldBe((ConflictKind.CardGone, "head"));
        conflict.Choices.ShouldBe([ConflictChoice.Template]);
        Should.Throw<ArgumentException>(() => conflict.Decide(ConflictChoice.Ours));
    }

    [Fact]
    public void A_card_that_is_off_and_that_the_template_changed_is_a_conflict() =>
        Only(t => Offboarding.Card(t, "head")["dueInWorking"] = "1wd", new SwitchOff("head")).Kind.ShouldBe(ConflictKind.OffCardChanged);

    [Fact]
    public void Both_added_a_field_of_one_name_is_a_conflict() => Only(
        t => Offboarding.Card(t, "left")["form"]!["expression"]!["value"] = """[{"key":"classes","type":"number"}]""", new AddField("left", new JsonObject { ["key"] = "classes", ["type"] = "text" })).Kind.ShouldBe(ConflictKind.NameTaken);

    [Fact]
    public void A_form_that_is_worked_out_now_is_a_conflict() =>
        Only(t => Offboarding.Card(t, "left")["form"] = Flow.JavaScript("[]"), new AddField("left", new JsonObject { ["key"] = "classes" })).Kind.ShouldBe(ConflictKind.FormGone);

    [Fact]
    public void Cards_that_the_template_put_onto_the_same_line_come_after_the_companys_where_it_says_so()
    {
        void Check(JsonObject t)
        {
            t["root"]!["activities"]!.AsArray().Add(Flow.Line("check"));
            Offboarding.Cut(t, c => (string)c["target"]!["activity"]! == "left");
            Offboarding.Connect(t, "fork", "a", "check");
            Offboarding.Connect(t, "check", "Done", "left");
        }

        var conflict = Only(Check, Offboarding.Classes());

        conflict.Kind.ShouldBe(ConflictKind.LineMoved);
        var composed = OverlayComposer.Compose(Offboarding.Template(Check), Offboarding.With(conflict.Decide(ConflictChoice.Ours)!));
        composed.Problems.ShouldBeEmpty();
        Offboarding.Lines(composed).ShouldContain("fork.a>classes");
        Offboarding.Lines(composed).ShouldContain("classes.Done>check");
    }

    [Fact]
    public void Cards_whose_neighbours_are_all_gone_are_a_conflict()
    {
        var conflict = Only(t => { Offboarding.Remove(t, "fork"); Offboarding.Remove(t, "left"); }, Offboarding.Classes());

        (conflict.Kind, conflict.IfOurs).ShouldBe((ConflictKind.NeighbourGone, null));
    }

    [Fact]
    public void An_id_that_the_template_has_taken_since_is_a_conflict_and_ours_gets_another()
    {
        void Take(JsonObject t) => t["root"]!["activities"]!.AsArray().Add(Flow.Line("classes"));

        var conflict = Only(Take, Offboarding.Classes());

        conflict.Kind.ShouldBe(ConflictKind.NameTaken);
        OverlayComposer.Compose(Offboarding.Template(Take), Offboarding.With(conflict.Decide(ConflictChoice.Ours)!)).Problems.ShouldBeEmpty();
    }

    private static OverlayConflict Only(Action<JsonObject> news, OverlayChange change)
    {
        var carry = OverlayCarry.Over(Offboarding.Template(), Offboarding.Template(news), Offboarding.With(change));
        carry.Carried.ShouldBeEmpty();
        return carry.Conflicts.ShouldHaveSingleItem();
    }
}
