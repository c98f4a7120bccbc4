using System.Text.Json.Nodes;
using Bunit;
using HrBpm.Designer.Definitions;
using HrBpm.Designer.Texts;
using HrBpm.Designer.Versions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace HrBpm.Designer.Tests.Versions;

using Flows = HrBpm.Designer.Tests.Definitions.Flows;

/// <summary>What two versions say differently, and how that is said.</summary>
public sealed class FlowDiffTests
{
    private static readonly FlowDraft Plain = Flows.Read("a>p p>b b>c");

    [Fact]
    public void Two_that_say_the_same_differ_in_nothing()
    {
        var moved = Plain.Replace("b", activity => activity["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 7 } } })
            .Set("p", "assignees", InputValue.Wrap("Object", "Object", """[{"by":"DirectManager"}]"""));
        var written = Plain.Set("p", "assignees", InputValue.Wrap("Object", "Object", new JsonArray(new JsonObject { ["by"] = "DirectManager" })));
        FlowDiff.Of(written, moved).ShouldBeEmpty("where a card stands and how a list is written is no difference");
    }

    [Fact]
    public void A_card_that_is_put_into_a_line_is_new_and_moves_nothing() =>
        Say(Plain, Flows.Read("a>p p>n n>b b>c")).ShouldBe(["Added n"]);

    [Fact]
    public void A_card_that_is_taken_out_of_a_line_is_gone_and_moves_nothing() =>
        Say(Plain, Flows.Read("a>p p>c")).ShouldBe(["Removed b"]);

    [Fact]
    public void A_line_that_leads_elsewhere_is_a_move_of_the_card_that_it_leaves()
    {
        var changes = FlowDiff.Of(Flows.Read("a>p p>b b>c p.Rejected>a"), Flows.Read("a>p p>b b>c p.Rejected>c"));
        changes.Count.ShouldBe(1);
        changes[0].Id.ShouldBe("p");
        var moved = changes[0].Moved.ShouldHaveSingleItem();
        (moved.Port, string.Join(',', moved.Before), string.Join(',', moved.After)).ShouldBe(("Rejected", "a", "c"));
    }

    [Fact]
    public void What_is_gone_stands_where_it_was() =>
        Say(Flows.Read("a>x x>b b>y y>c"), Flows.Read("a>b b>c c>z")).ShouldBe(["Removed x", "Removed y", "Added z"]);

    [Fact]
    public void A_change_is_said_in_the_words_of_the_inspector()
    {
        using var context = new FakeServer().Context();
        var after = Plain.Set("p", "assignees", AssigneeRuleText.Write([new("ManagerChain", Levels: 2)])).Set("p", "mode", InputValue.Wrap("String", "Literal", "InTurn"))
            .Set("p", "dueInWorking", InputValue.Wrap("String", "Literal", "3wd")).Set("p", "form", FlowField.WriteForm([Field("金额", "money", isRequired: true)]));
        var before = Plain.Set("p", "dueIn", InputValue.Wrap("TimeSpan", "Literal", "2.00:00:00")).Set("p", "form", FlowField.WriteForm([Field("金额", "money"), Field("备用金", "number")]));
        var words = new ChangeWords(before, after, ActivityCatalog.Empty, context.Services.GetRequiredService<IStringLocalizer<Words>>());

        var change = FlowDiff.Of(before, after).ShouldHaveSingleItem();
        words.Fields(change).Select(field => $"{field.Name}: {field.Before} > {field.After}").ShouldBe(
            ["时限: 2 天 > 3 个工作日", "字段「金额」: 金额 > 金额 · 必填", "字段「备用金」: 数字 > ", "审批人:  > 连续 2 级主管", "多人方式: 由规则决定 > 依次"], ignoreOrder: true);
        words.About(change).ShouldContain("审批人、多人方式");
    }

    [Fact]
    public void What_the_flow_itself_says_is_compared_but_not_what_the_server_says_of_it()
    {
        var after = Plain.SetOwn("version", 9).SetOwn("isPublished", true).SetOwn("createdAt", "2026-01-01").SetOwn("description", "新");
        var change = FlowDiff.Of(Plain, after).ShouldHaveSingleItem();
        (change.Id, string.Join(',', change.Members)).ShouldBe(("", "description"));
    }

    private static JsonObject Field(string label, string type, bool isRequired = false) => new() { ["key"] = label, ["label"] = label, ["type"] = type, ["required"] = isRequired };

    private static IEnumerable<string> Say(FlowDraft before, FlowDraft after) => FlowDiff.Of(before, after).Select(change => $"{change.Kind} {change.Id}");
}
