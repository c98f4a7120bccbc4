using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using HrBpm.Designer.Canvas;

namespace HrBpm.Designer.Tests.Canvas;

/// <summary>A flow lays itself out: nothing overlaps, nested branches stand side by side, and what is not nested is still shown whole.</summary>
public sealed class FlowLayoutTests
{
    [Fact]
    public void Steps_stand_one_below_the_other_with_the_gap_of_the_design()
    {
        var picture = Draw("a>b b>c");

        picture.Cards.Select(card => (card.Node.Id, card.X, card.Y)).ShouldBe([("a", 0, 0), ("b", 0, 104), ("c", 0, 208)]);
        picture.Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void Branches_stand_side_by_side_and_come_together_again()
    {
        var blocks = FlowBlocks.Of(Graph("a>f f>x f>y x>j y>j j>b"))!;

        var split = (Block.Split)blocks.Steps[1];
        (split.Node.Id, split.Join!.Id, split.Branches.Count, split.Branches.All(branch => branch.Continues)).ShouldBe(("f", "j", 2, true));
        ((Block.Card)blocks.Steps[2]).Node.Id.ShouldBe("j");
        var picture = Draw("a>f f>x f>y x>j y>j j>b");
        picture.Cards.Single(card => card.Node.Id == "x").Y.ShouldBe(picture.Cards.Single(card => card.Node.Id == "y").Y);
    }

    [Fact]
    public void A_branch_may_end_before_the_others_come_together()
    {
        var split = (Block.Split)FlowBlocks.Of(Graph("a>x a>y x>z y>z a>n"))!.Steps[0];

        split.Join!.Id.ShouldBe("z");
        split.Branches.Select(branch => branch.Continues).ShouldBe([true, true, false]);
    }

    [Fact]
    public void What_leads_back_is_a_chip_and_no_line()
    {
        var blocks = FlowBlocks.Of(Graph("a>b b>c c>a"))!;

        blocks.Returns.ShouldBe([new FlowEdge("c", "Done", "a")]);
        Draw("a>b b>c c>a").Lines.Count.ShouldBe(2);
    }

    [Fact]
    public void A_flow_whose_ways_cross_is_laid_out_in_layers()
    {
        const string Crossing = "a>x a>y x>p x>q y>p y>q p>z q>z";
        FlowBlocks.Of(Graph(Crossing)).ShouldBeNull();

        var picture = Draw(Crossing);
        picture.Cards.Count.ShouldBe(6);
        picture.Lines.Count.ShouldBe(8);
        Overlaps(picture).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_start_does_not_lead_to_is_shown_beside_the_flow() =>
        Draw("a>b c>d").Cards.Select(card => card.Node.Id).Order().ShouldBe(["a", "b", "c", "d"]);

    [Fact]
    public void Our_offboarding_shows_each_activity_once_and_nothing_overlaps()
    {
        var file = Path.Combine(Repository(AppContext.BaseDirectory), "workflows-definitions", "offboarding", "standard.json");
        var graph = FlowGraph.Of(JsonNode.Parse(File.ReadAllText(file))!["root"]!.AsObject());
        var picture = FlowPicture.Of(graph);

        LinesThroughCards(picture).ShouldBeEmpty();
        picture.Lines.Where(line => line.PlusX is not null).GroupBy(line => (Math.Round(line.PlusX!.Value), Math.Round(line.PlusY))).Where(same => same.Count() > 1).ShouldBeEmpty("each plus can be hit");
        picture.Cards.Select(card => card.Node.Id).Concat(picture.Labels.Where(label => label.Kind is LabelKind.Pill or LabelKind.Join).Select(label => label.Node.Id)).Distinct().Count().ShouldBe(graph.Nodes.Count);
        Overlaps(picture).ShouldBeEmpty();
    }

    [Fact]
    public void A_line_over_several_layers_runs_beside_the_cards_between()
    {
        var picture = Draw("a>x a>y x>p x>q y>p y>q p>r q>r r>z a>z");

        LinesThroughCards(picture).ShouldBeEmpty();
        picture.Lines.Single(line => line.Edge is { From: "a", To: "z" }).Path.Split('V').Length.ShouldBeGreaterThan(2, "it turns aside");
    }

    [Fact]
    public void What_only_one_thing_leads_to_stands_straight_below_it()
    {
        var cards = Draw("a>x a>y x>p x>q y>p y>q p>r q>s r>z s>z z>e").Cards.ToDictionary(card => card.Node.Id, card => card.X);

        (cards["r"], cards["s"], cards["e"]).ShouldBe((cards["p"], cards["q"], cards["z"]));
    }

    [Fact]
    public void A_thousand_steps_are_laid_out_without_a_deep_stack()
    {
        var picture = Draw(string.Join(' ', Enumerable.Range(0, 1000).Select(n => $"n{n}>n{n + 1}")));
        picture.Cards.Count.ShouldBe(1001);
    }

    private static IEnumerable<string> Overlaps(FlowPicture picture) =>
        from a in picture.Cards
        from b in picture.Cards
        where string.CompareOrdinal(a.Node.Id, b.Node.Id) < 0 && Math.Abs(a.X - b.X) < FlowPicture.CardWidth && Math.Abs(a.Y - b.Y) < FlowPicture.CardHeight
        select $"{a.Node.Id} and {b.Node.Id}";

    // The upright parts of each line, and the cards that they lie upon but for their ends.
    private static IEnumerable<string> LinesThroughCards(FlowPicture picture) =>
        from line in picture.Lines
        from part in Upright(line.Path)
        from card in picture.Cards
        where part.X > card.X + 1 && part.X < card.X + FlowPicture.CardWidth - 1 && part.Top < card.Y + FlowPicture.CardHeight - 1 && part.Bottom > card.Y + 1
        select $"{line.Edge.From} to {line.Edge.To} through {card.Node.Id}";

    private static IEnumerable<(double X, double Top, double Bottom)> Upright(string path)
    {
        var (x, y) = (0.0, 0.0);
        foreach (Match act in Regex.Matches(path, "([MVHQL])([-0-9. ]+)"))
        {
            var numbers = act.Groups[2].Value.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToList();
            var (toX, toY) = act.Groups[1].Value switch { "V" => (x, numbers[0]), "H" => (numbers[0], y), _ => (numbers[^2], numbers[^1]) };
            if (act.Groups[1].Value is "V" or "L") yield return (x, Math.Min(y, toY), Math.Max(y, toY));
            (x, y) = (toX, toY);
        }
    }

    private static FlowPicture Draw(string edges) => FlowPicture.Of(Graph(edges));

    private static FlowGraph Graph(string edges)
    {
        var pairs = edges.Split(' ').Select(edge => edge.Split('>')).ToList();
        var ids = pairs.SelectMany(pair => pair).Distinct();
        return FlowGraph.Of(new JsonObject
        {
            ["activities"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["type"] = id is "f" ? "Elsa.FlowFork" : "HrBpm.Approval" })]),
            ["connections"] = new JsonArray([.. pairs.Select(pair => new JsonObject { ["source"] = new JsonObject { ["activity"] = pair[0], ["port"] = "Done" }, ["target"] = new JsonObject { ["activity"] = pair[1] } })]),
        });
    }

    private static string Repository(string folder) => File.Exists(Path.Combine(folder, "HrBpm.sln")) ? folder : Repository(Path.GetDirectoryName(folder)!);
}
