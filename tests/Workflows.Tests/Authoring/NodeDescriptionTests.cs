using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Nodes;

namespace HrBpm.Workflows.Tests.Authoring;

/// <summary>What designers read about activity types.</summary>
public sealed class NodeDescriptionTests
{
    private static readonly NodeCatalog Catalog = new([typeof(Send)]);
    private static readonly NodeDescriptions Nodes = new(Catalog);

    [Fact]
    public void Every_type_that_the_engine_knows_is_described()
    {
        Catalog.Types.Where(type => !Nodes.ByType.ContainsKey(type)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(ActivityTexts.Chinese)]
    [InlineData(ActivityTexts.English)]
    public void Every_core_node_has_its_texts_in_both_languages(string language)
    {
        var texts = ActivityTexts.For(language, Catalog);
        var isWritten = language == ActivityTexts.Chinese ? (Func<string, bool>)(text => text == "HTTP 入口" || text.Any(letter => letter >= '\u4e00')) : text => text.Length > 0 && text.All(letter => letter < '\u4e00');

        foreach (var node in Nodes.ByType.Values.Where(n => n.Type.StartsWith("Elsa.", StringComparison.Ordinal)))
        {
            texts.NameOf(node).ShouldSatisfyAllConditions(name => (isWritten(name) || name.Contains("JavaScript", StringComparison.Ordinal)).ShouldBeTrue($"{node.Type}: {name}"));
            isWritten(texts.AboutOf(node)).ShouldBeTrue(node.Type);
            foreach (var input in node.Inputs) isWritten(texts.NameOf(node, input)).ShouldBeTrue($"{node.Type} {input.Name}");
            foreach (var output in node.Outputs) isWritten(texts.NameOf(node, output)).ShouldBeTrue($"{node.Type} {output.Name}");
            foreach (var port in node.Ports) isWritten(texts.NameOf(port)).ShouldBeTrue($"{node.Type} {port.Name}");
        }
    }

    [Fact]
    public void An_activity_class_is_described_by_its_attributes_and_types()
    {
        var send = Nodes.ByType["Test.Send"];

        send.Kind.ShouldBe(NodeKind.Job);
        send.Ports.Select(p => p.Name).ShouldBe(["Sent", "Refused"]);
        send.Inputs.Select(i => $"{i.Name} {i.TypeName} {i.UIHint} {i.IsRequired}").ShouldBe(["To String singleline True", "Urgent Boolean checkbox False", "Copies List<String> multitext False", "On String singleline False", "How String dropdown False"]);
        send.Inputs[^1].Options.ShouldBe(["Mail", "Post"]);
        send.Outputs.ShouldHaveSingleItem().TypeName.ShouldBe("Int32");
    }

    [Activity("Test.Send", "发送", Category = "测试")]
    [Outcomes("Sent", "Refused"), RunsOutside]
    private sealed class Send : Activity
    {
        internal enum Way { Mail, Post }

        [Input("收件人"), System.ComponentModel.DataAnnotations.Required] public string To { get; init; } = "";
        [Input("加急")] public bool Urgent { get; init; }
        [Input("抄送")] public IReadOnlyList<string> Copies { get; init; } = [];
        [Input("日期")] public DateOnly? On { get; init; }
        [Input("方式")] public Way How { get; init; }
        [Output("编号")] public int Number { get; private set; }

        public override Task<ActivityResult> RunAsync(ActivityContext context, CancellationToken ct)
        {
            Number = To.Length;
            return Task.FromResult(Done("Sent"));
        }
    }
}
