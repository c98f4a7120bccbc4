using System.Text.Json.Nodes;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Definitions.Overlays;

namespace HrBpm.Workflows.Tests.Definitions.Overlays;

/// <summary>What comes of a template and what a company has otherwise.</summary>
public sealed class OverlayTests
{
    [Fact]
    public void Without_changes_the_variant_is_the_template()
    {
        var template = Offboarding.Template();

        var composed = OverlayComposer.Compose(template, Offboarding.Nothing);

        composed.Problems.ShouldBeEmpty();
        JsonNode.DeepEquals(composed.Definition.Source, template.Source).ShouldBeTrue();
    }

    [Fact]
    public void A_changed_member_stands_in_the_card_and_the_rest_is_inherited()
    {
        var composed = OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new ChangeMember("head", "dueInWorking", "2wd", "3wd"), new ChangeMember("head", ChangeMember.Title, "head", "校长")));

        var head = Offboarding.Card(composed, "head");
        ((string)head["dueInWorking"]!).ShouldBe("3wd");
        ((string)head["metadata"]!["displayText"]!).ShouldBe("校长");
        ((string)Offboarding.Card(composed, "manager")["dueInWorking"]!).ShouldBe("2wd");
    }

    [Fact]
    public void What_led_to_a_card_that_is_off_leads_to_what_follows_its_approval()
    {
        var composed = OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new SwitchOff("head")));

        composed.Problems.ShouldBeEmpty();
        Offboarding.Lines(composed).ShouldBe(["manager.Approved>fork", "fork.a>left", "fork.b>right", "left.Done>join", "right.Done>join", "join.Done>end"], ignoreOrder: true);
        composed.LeftOut.ShouldBe(["head", "refused"], ignoreOrder: true, "what only a refusal led to goes with it");
    }

    [Fact]
    public void Two_neighbours_can_be_off_at_once()
    {
        var composed = OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new SwitchOff("left"), new SwitchOff("end"), new SwitchOff("head")));

        composed.Problems.ShouldBeEmpty();
        Offboarding.Lines(composed).ShouldBe(["manager.Approved>fork", "fork.a>join", "fork.b>right", "right.Done>join"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("manager", "overlays.off-first")]
    [InlineData("fork", "overlays.off-undecided")]
    [InlineData("right", "overlays.off-needed")]
    [InlineData("nobody", "overlays.card-gone")]
    public void What_cannot_be_switched_off_is_refused_with_its_reason(string card, string code) =>
        OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new SwitchOff(card))).Problems.ShouldHaveSingleItem().ShouldSatisfyAllConditions(p => p.Code.ShouldBe(code), p => p.Node.ShouldBe(card), p => p.IsError.ShouldBeTrue());

    [Fact]
    public void A_picture_keeps_the_cards_that_are_off()
    {
        var composed = OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new SwitchOff("left")), keepsOff: true);

        Offboarding.Card(composed, "left").ShouldNotBeNull();
        composed.LeftOut.ShouldBe(["left"]);
    }

    [Fact]
    public void A_field_is_put_after_the_field_that_it_follows()
    {
        var composed = OverlayComposer.Compose(Offboarding.Template(), Offboarding.With(new AddField("left", new JsonObject { ["key"] = "classes", ["type"] = "text" }, "lines")));

        ((string)Offboarding.Card(composed, "left")["form"]!["expression"]!["value"]!).ShouldBe("""[{"key":"lines"},{"key":"classes","type":"text"},{"key":"note"}]""");
    }

    [Fact]
    public void Every_edit_that_an_overlay_can_express_is_found_again_by_comparing()
    {
        var overlay = Offboarding.With(
            new AddVariable(new JsonObject { ["id"] = "v-classes", ["name"] = "Classes" }), new ChangeMember("head", "dueInWorking", "2wd", "3wd"), new ChangeMember("", "name", "wf", "学校离职"),
            new AddField("left", new JsonObject { ["key"] = "classes" }, "note"), Offboarding.Classes(), new SwitchOff("end"));

        var found = OverlayDiff.Between(Offboarding.Template(), OverlayComposer.Compose(Offboarding.Template(), overlay).Definition);

        found.Problems.ShouldBeEmpty();
        OverlayJson.Write(found.Changes.OrderBy(c => c.Key)).ToJsonString().ShouldBe(OverlayJson.Write(overlay.Changes.OrderBy(c => c.Key)).ToJsonString());
        OverlayJson.Write(OverlayJson.Read(overlay.WriteChanges())).ToJsonString().ShouldBe(overlay.WriteChanges().ToJsonString(), "what is stored is read as it was");
    }

    [Fact]
    public void A_card_of_the_template_that_was_moved_is_refused()
    {
        var edited = WorkflowDefinition.Read(Offboarding.Template().Write().Replace("""{"activity":"left"},"target""", "", StringComparison.Ordinal));
        var connection = edited.Root!["connections"]!.AsArray().First(c => (string)c!["source"]!["activity"]! == "left")!;
        connection["target"]!["activity"] = "end";

        OverlayDiff.Between(Offboarding.Template(), edited).Problems.ShouldNotBeEmpty();
        OverlayDiff.Between(Offboarding.Template(), edited).Problems.ShouldAllBe(p => p.Code == "overlays.moved");
    }

    [Fact]
    public void Cards_say_whether_they_are_inherited_changed_added_or_off()
    {
        var states = CardStates.Of(Offboarding.Template(), Offboarding.With(new ChangeMember("head", "dueInWorking", "2wd", "3wd"), Offboarding.Classes(), new SwitchOff("end")));

        states.Where(s => s.Value != CardState.Inherited).Select(s => $"{s.Key} {s.Value}").ShouldBe(["head Changed", "end Off", "classes Added"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"kind":"set","card":"head","member":"type","value":"X"}""", "'type'")]
    [InlineData("""{"kind":"copy"}""", "'copy'")]
    [InlineData("""{"kind":"off"}""", "'card'")]
    [InlineData("""{"kind":"insert","cards":[],"replaces":[],"connects":[]}""", "at least one card")]
    public void A_change_that_is_not_one_is_refused_with_what_was_expected(string json, string said) =>
        Should.Throw<FormatException>(() => OverlayJson.Read(new JsonArray(JsonNode.Parse(json)))).Message.ShouldSatisfyAllConditions(m => m.ShouldStartWith("Expected"), m => m.ShouldContain(said));
}
