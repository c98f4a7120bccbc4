using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Nodes;
using HrBpm.Designer.Canvas;
using HrBpm.Designer.Definitions;
using static HrBpm.Designer.Tests.Definitions.Flows;

namespace HrBpm.Designer.Tests.Definitions;

/// <summary>Edits of a draft: lines heal, branches stay whole, ids stay unique, and nothing is lost.</summary>
public sealed class FlowEditTests
{
    [Fact]
    public void What_is_written_is_what_was_read()
    {
        var json = Read("a>f f.x>b f.y>c b>j c>j j>d").Write();

        JsonNode.DeepEquals(FlowDraft.Read(json).Write(), json).ShouldBeTrue();
        ((string?)json["root"]!["connections"]![0]!["colour"], (string?)json["root"]!["later"], (int)json["somebodyElses"]!["kept"]!).ShouldBe(("red", "kept", 1));
        Should.Throw<FormatException>(() => FlowDraft.Read(new JsonObject { ["root"] = new JsonObject { ["type"] = "Elsa.Sequence" } })).Message.ShouldContain("Elsa.Sequence");
    }

    [Fact]
    public void The_first_card_of_an_empty_flow_is_where_it_starts()
    {
        var (draft, ids) = FlowDraft.New("新流程").Insert(InsertionPoint.Empty, One("a"));

        (draft.Start, ids.Single()).ShouldBe(("a", "a"));
        Say(draft.Insert(draft.After("a"), One("a")).Draft).ShouldBe("a>a2");
    }

    [Fact]
    public void A_card_on_a_line_stands_between_what_the_line_connected() => Say(Read("a>b b>c").Insert(Line("a", "b"), One("x")).Draft).ShouldBe("a>x b>c x>b");

    [Fact]
    public void A_card_before_the_place_where_branches_meet_gets_all_of_them()
    {
        var draft = Read("s>m s.big>b b>m");
        Say(draft.Insert(draft.Before("m"), One("x")).Draft).ShouldBe("b>x s.big>b s>x x>m");
        Say(draft.Insert(Line("b", "m"), One("x")).Draft).ShouldBe("b>x s.big>b s>m x>m");
    }

    [Fact]
    public void A_card_before_the_first_becomes_the_first()
    {
        var draft = Read("a>b");
        var changed = draft.Insert(draft.Before("a"), One("x")).Draft;
        (Say(changed), changed.Graph.Start!.Id).ShouldBe(("a>b x>a", "x"));
    }

    [Fact]
    public void Outcomes_that_lead_to_the_same_card_go_together()
    {
        var draft = Read("p>n p.Advanced>n p.Rejected>z");
        var line = FlowPicture.Of(draft.Graph, PictureKind.Edit).Lines.Select(drawn => drawn.Point).First(point => point.To == "n" && point.Edges.Count == 2);
        Say(draft.Insert(line, One("x")).Draft).ShouldBe("p.Advanced>x p.Rejected>z p>x x>n");
    }

    [Fact]
    public void Branches_of_a_condition_and_of_a_fork_end_where_the_line_led()
    {
        var draft = Read("a>b");
        Say(draft.Insert(Line("a", "b"), NewActivities.Condition("条件", "大额")).Draft).ShouldBe("a>flowSwitch1 flowSwitch1.大额>b flowSwitch1>b");
        Say(draft.Insert(Line("a", "b"), NewActivities.Parallel("并行", "汇合", "甲", "乙")).Draft).ShouldBe("a>flowFork1 flowFork1.乙>flowJoin1 flowFork1.甲>flowJoin1 flowJoin1>b");
    }

    [Fact]
    public void A_new_branch_leads_to_where_the_others_come_together_and_is_named_by_its_head()
    {
        var draft = Read("s>m s.big>b b>m").AddBranch("s", "small");
        Say(draft).ShouldBe("b>m s.big>b s.small>m s>m");
        ((string?)draft.Activity("s")["cases"]![1]!["label"]).ShouldBe("small");
        Say(Read("f.x>j f.y>j").AddBranch("f", "z").RenameBranch("f", "x", "首")).ShouldBe("f.y>j f.z>j f.首>j");
        Should.Throw<ArgumentException>(() => draft.AddBranch("s", "big")).Message.ShouldContain("big");
    }

    [Fact]
    public void A_line_heals_when_a_card_on_it_is_deleted() => Say(Read("a>b b>c").Delete(["b"])).ShouldBe("a>c");

    [Fact]
    public void What_nothing_leads_to_any_more_goes_with_a_deleted_card() => Say(Read("a>p p>n p.Rejected>z z>y").Delete(["p"])).ShouldBe("a>n");

    [Fact]
    public void A_head_is_deleted_with_its_branches_and_their_join()
    {
        Say(Read("a>f f.x>b f.y>c b>j c>j j>d").Delete(["f"])).ShouldBe("a>d");
        Say(Read("a>s s>m s.big>b b>m m>n").Delete(["s"])).ShouldBe("a>m m>n");
    }

    [Fact]
    public void A_deleted_start_hands_over_to_the_next()
    {
        var draft = Read("a>b b>c").Delete(["a"]);
        (draft.Graph.Start!.Id, draft.Start).ShouldBe(("b", "b"));
    }

    [Fact]
    public void A_return_to_a_deleted_card_leads_to_what_follows() => Say(Read("a>b b>p p>c p.Rejected>b").Delete(["b"])).ShouldBe("a>p p>c");

    [Fact]
    public void With_the_last_but_one_branch_the_head_goes_too()
    {
        Say(Read("a>f f.x>b f.y>c b>j c>j j>d").DeleteBranch("f", "x")).ShouldBe("a>c c>d");
        var three = Read("a>f f.x>b f.y>c f.z>j b>j c>j j>d").DeleteBranch("f", "x");
        Say(three).ShouldBe("a>f c>j f.y>c f.z>j j>d");
        three.Activity("f")["branches"]!["expression"]!["value"]!.GetValue<string>().ShouldBe("""["y","z"]""");
    }

    [Fact]
    public void Cards_move_to_another_line_with_their_ids_and_in_their_order()
    {
        Say(Read("a>b b>c c>d d>e").Move(["c", "b"], Line("d", "e"))).ShouldBe("a>d b>c c>e d>b");
        Say(Read("a>f f.x>b f.y>c b>j c>j j>d d>e").Move(["f"], Line("d", "e"))).ShouldBe("a>d b>j c>j d>f f.x>b f.y>c j>e");
        Say(Read("a>f f.x>b f.y>c b>j c>j j>d").Move(["b"], Line("c", "j"))).ShouldBe("a>f b>j c>b f.x>j f.y>c j>d");
    }

    [Fact]
    public void A_card_that_is_moved_to_where_it_is_stays()
    {
        var draft = Read("a>b b>c");
        Say(draft.Move(["b"], Line("a", "b"))).ShouldBe("a>b b>c");
        draft.Move(["b"], Line("b", "c")).ShouldBeSameAs(draft);
    }

    [Fact]
    public void A_copy_has_ids_of_its_own_and_brings_the_variables_that_it_uses_into_another_flow()
    {
        var piece = Read("a>b b>c").Set("b", "condition", InputValue.Wrap("Boolean", "JavaScript", "variables.Amount > 3")).Copy(["b", "a"]);
        var other = FlowDraft.New("另一个").Insert(InsertionPoint.Empty, One("a")).Draft;

        var pasted = other.Insert(other.After("a"), piece).Draft;

        Say(pasted).ShouldBe("a2>b a>a2");
        ((string?)pasted.Activity("a2")["name"], (string?)pasted.Write()["variables"]![0]!["name"]).ShouldBe(("a2", "Amount"));
        pasted.Insert(pasted.After("b"), piece).Draft.Write()["variables"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void A_change_says_one_thing_and_leaves_the_draft_before_it_as_it_was()
    {
        var before = Read("a>b");
        var after = before.Title("a", "部门审批").Set("a", "mode", InputValue.Wrap("String", "Literal", "All"));

        ((string?)after.Activity("a")["metadata"]!["displayText"], InputValue.TextOf(after.Activity("a"), "mode"), before.Activity("a")["metadata"]).ShouldBe(("部门审批", "All", null));
        after.Activity("b").ShouldBeSameAs(before.Activity("b"));
        Should.Throw<ArgumentException>(() => before.Set("nobody", "x", null)).Message.ShouldContain("nobody");
    }

    [Fact]
    public void Every_step_can_be_undone_and_redone_and_letters_of_one_word_are_one_step()
    {
        var history = FlowHistory.Of(Read("a>b"));
        for (var step = 0; step < 500; step++) history = history.Do(history.Present.Insert(Line("a", history.Present.Next("a", "Done")!), One("x")).Draft);
        history = history.Do(history.Present.Title("a", "部"), "title:a");
        history = history.Do(history.Present.Title("a", "部门"), "title:a");
        var last = history.Present;
        for (var step = 0; step < 501; step++) history = history.Undo();
        (Say(history.Present), history.CanUndo).ShouldBe(("a>b", false));
        for (var step = 0; step < 501; step++) history = history.Redo();
        (ReferenceEquals(history.Present, last), history.CanRedo).ShouldBe((true, false));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_edits_leave_a_flow_that_is_whole_and_nested(int seed)
    {
        var random = new Random(seed);
        var history = FlowHistory.Of(FlowDraft.New("x").Insert(InsertionPoint.Empty, One("a")).Draft);
        for (var step = 0; step < 150; step++)
        {
            var draft = history.Present;
            history = history.Do(Edit(draft, random));
            Check(history.Present, $"seed {seed}, step {step}, from {Say(draft)}");
        }

        while (history.CanUndo) history = history.Undo();
        history.Present.Activities.Count.ShouldBe(1);
    }

    [Fact]
    public void A_flow_of_a_thousand_cards_is_edited_and_laid_out_at_once()
    {
        var draft = Read(string.Join(' ', Enumerable.Range(0, 1000).Select(number => $"a{number}>a{number + 1}")));
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < 20; number++) draft = draft.Insert(Line($"a{number * 40}", $"a{number * 40 + 1}"), One("x")).Draft;
        FlowPicture.Of(draft.Graph, PictureKind.Edit).Cards.Count.ShouldBe(1021);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    private static FlowDraft Edit(FlowDraft draft, Random random)
    {
        var points = FlowPicture.Of(draft.Graph, PictureKind.Edit).Lines.Where(line => line.PlusX is not null).Select(line => line.Point).ToList();
        var point = points.Count == 0 ? draft.Before(draft.Graph.Nodes[0].Id) : points[random.Next(points.Count)];
        var some = draft.Graph.Nodes[random.Next(draft.Graph.Nodes.Count)].Id;
        var heads = draft.Graph.Nodes.Where(node => node.Type is "Elsa.FlowSwitch" or "Elsa.FlowFork").ToList();
        var isJoin = draft.Shape.Node(some).Type == "Elsa.FlowJoin";
        switch (random.Next(8))
        {
            case 0 when draft.Graph.Nodes.Count > 3 && !isJoin: return draft.Delete([some]) is { Activities.Count: > 0 } less ? less : draft;
            case 1 when !isJoin: return draft.Move([some], point);
            case 2 when !isJoin: return draft.Insert(point, draft.Copy([some])).Draft;
            case 3: return draft.Insert(point, NewActivities.Condition("条件", "是")).Draft;
            case 4: return draft.Insert(point, NewActivities.Parallel("并行", "汇合", "甲", "乙")).Draft;
            case 5 when heads.Count > 0: return draft.AddBranch(heads[0].Id, $"b{random.Next()}");
            default: return draft.Insert(point, NewActivities.Step("HrBpm.Approval", "审批")).Draft;
        }
    }

    private static void Check(FlowDraft draft, string when)
    {
        var ids = draft.Activities.Select(activity => (string)activity["id"]!).ToList();
        ids.Count.ShouldBe(ids.Distinct().Count(), when);
        draft.Connections.ShouldAllBe(connection => ids.Contains(connection.Edge.From) && ids.Contains(connection.Edge.To) && connection.Edge.From != connection.Edge.To, when);
        draft.Shape.Order.Count.ShouldBe(ids.Count, $"everything is led to: {when}");
        foreach (var fork in draft.Graph.Nodes.Where(node => node.Type == "Elsa.FlowFork"))
            draft.Shape.Leaving(fork.Id).Select(edge => edge.Port).Order().ShouldBe(InputValue.ObjectOf(fork.Source, "branches")!.AsArray().Select(name => (string)name!).Order(), when);
        FlowBlocks.Of(draft.Graph).ShouldNotBeNull(when);
        FlowPicture.Of(draft.Graph, PictureKind.Edit).Cards.Select(card => (card.X, card.Y)).ShouldBeUnique();
        JsonNode.DeepEquals(FlowDraft.Read(draft.Write()).Write(), draft.Write()).ShouldBeTrue(when);
    }
}
