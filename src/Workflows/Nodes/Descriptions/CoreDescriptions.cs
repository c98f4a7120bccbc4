using HrBpm.Workflows.Authoring;

namespace HrBpm.Workflows.Nodes;

/// <summary>The declarative table of the core nodes: designer, management API and documentation read it here. Its texts are in <c>Texts.zh-CN.json</c> and <c>Texts.en.json</c> beside it.</summary>
internal static partial class CoreDescriptions
{
    private static readonly string[] ContentTypes =
        ["", "application/json", "application/soap+xml", "application/x-www-form-urlencoded", "application/xml", "text/html", "text/json", "text/plain", "text/richtext", "text/xml"];

    /// <summary>All of Elsa's activity types that an engine of this kind may know.</summary>
    public static IReadOnlyDictionary<string, NodeDescription> All { get; } =
        Branching().Concat(Looping()).Concat(Containers()).Concat(Primitives()).Concat(Scheduling()).Concat(Composition()).Concat(Http()).ToDictionary(d => d.Type);

    private static IEnumerable<NodeDescription> Branching()
    {
        yield return new("Elsa.If", "Branching") { Inputs = [Flag("Condition", "singleline")], Outputs = [new("Result", "Boolean")], Ports = [Holds("Then"), Holds("Else")] };
        yield return new("Elsa.Switch", "Branching")
        {
            Inputs = [new("Cases", "Object", "switch-editor") { IsWrapped = false }, Choice("Mode", "String", "MatchFirst", "MatchAny")],
            Outputs = [new("Output")],
            Ports = [Holds("Default")],
        };
        yield return new("Elsa.FlowDecision", "Branching") { Inputs = [Flag("Condition", "singleline")], Ports = [new("True"), new("False")] };
        yield return new("Elsa.FlowSwitch", "Branching")
        {
            Inputs = [new("Cases", "Object", "flow-switch-editor") { IsWrapped = false }, Choice("Mode", "String", "MatchFirst", "MatchAny")],
            Ports = [new("Default")],
        };
        yield return new("Elsa.FlowFork", "Branching") { Inputs = [new("Branches", "List<String>", "dynamic-outcomes")] };
        yield return new("Elsa.FlowJoin", "Branching") { Inputs = [Choice("Mode", "FlowJoinMode", "WaitAll", "WaitAllActive", "WaitAny") with { Default = "WaitAny" }] };
        yield return new("Elsa.Fork", "Branching") { IsBrowsable = false, Inputs = [Choice("JoinMode", "String", "WaitAll", "WaitAny") with { IsWrapped = false }] };
    }

    private static IEnumerable<NodeDescription> Looping()
    {
        yield return new("Elsa.For", "Looping")
        {
            Inputs = [new("Start", "Int32"), new("End", "Int32"), new("Step", "Int32"), Flag("OuterBoundInclusive") with { Default = true }],
            Outputs = [new("CurrentValue")],
            Ports = [Holds("Body")],
        };
        yield return new("Elsa.ForEach", "Looping") { Inputs = [List("Items")], Outputs = [new("CurrentValue")], Ports = [Holds("Body")] };
        yield return new("Elsa.ParallelForEach", "Looping") { Inputs = [List("Items")], Ports = [Holds("Body")] };
        yield return new("Elsa.While", "Looping") { Inputs = [Flag("Condition", "singleline") with { AutoEvaluate = false }], Ports = [Holds("Body")] };
        yield return new("Elsa.Break", "Looping") { IsTerminal = true };
    }

    private static IEnumerable<NodeDescription> Containers()
    {
        yield return new("Elsa.Flowchart", "Flow") { IsContainer = true, IsBrowsable = false, Ports = [new("Start", IsEmbedded: true, IsBrowsable: false)] };
        yield return new("Elsa.Sequence", "Workflows") { IsContainer = true, IsBrowsable = false };
        yield return new("Elsa.Parallel", "Workflows") { IsContainer = true, IsBrowsable = false };
        yield return new("Elsa.FlowNode", "Flow") { Ports = [Holds("Body")] };
        yield return new("Elsa.StateMachine", "Flow");
        yield return new("Elsa.Workflow", "Workflows") { IsBrowsable = false, Outputs = [new("Result")], Ports = [new("Root", IsEmbedded: true, IsBrowsable: false)] };
        yield return new("Elsa.Start", "Flow") { IsStart = true };
        yield return new("Elsa.End", "Flow") { IsTerminal = true };
    }

    private static IEnumerable<NodeDescription> Primitives()
    {
        yield return new("Elsa.SetVariable", "Primitives") { Inputs = [new("Variable", "Object", "variable-picker") { IsWrapped = false }, new("Value", "Object")] };
        yield return new("Elsa.SetName", "Primitives") { Inputs = [new("Value", "String")] };
        yield return new("Elsa.Correlate", "Primitives") { Inputs = [new("CorrelationId", "String")] };
        yield return new("Elsa.WriteLine", "Console") { Inputs = [new("Text", "String")] };
        yield return new("Elsa.Fault", "Primitives") { Inputs = [new("Code", "String"), new("Category", "String"), new("FaultType", "String"), new("Message", "String")] };
        yield return new("Elsa.Finish", "Primitives") { IsTerminal = true };
        yield return new("Elsa.Event", "Primitives") { Kind = NodeKind.Trigger, Inputs = [new("EventName", "String") { IsRequired = true }], Outputs = [new("Result")] };
        yield return new("Elsa.PublishEvent", "Primitives")
        {
            Inputs = [new("EventName", "String") { IsRequired = true }, new("CorrelationId", "String"), Flag("IsLocalEvent"), new("Payload", "Object")],
        };
        yield return new("Elsa.RunTask", "Primitives")
        {
            Inputs = [new("TaskName", "String") { IsRequired = true }, Members("Payload")],
            Outputs = [new("TaskId", "String"), new("Result")],
        };
        yield return new("Elsa.RunJavaScript", "Scripting")
        {
            Inputs = [new("Script", "String", "code-editor") { DefaultSyntax = "JavaScript", Language = "javascript" }, new("PossibleOutcomes", "List<String>", "dynamic-outcomes")],
            Outputs = [new("Result")],
        };
    }

    private static IEnumerable<NodeDescription> Scheduling()
    {
        yield return new("Elsa.Delay", "Scheduling") { Inputs = [new("TimeSpan", "TimeSpan") { Default = "00:01:00" }] };
        yield return new("Elsa.Timer", "Scheduling") { Kind = NodeKind.Trigger, Inputs = [new("Interval", "TimeSpan") { Default = "00:01:00" }] };
        yield return new("Elsa.Cron", "Scheduling") { Kind = NodeKind.Trigger, Inputs = [new("CronExpression", "String")] };
        yield return new("Elsa.StartAt", "Scheduling") { Kind = NodeKind.Trigger, Inputs = [new("DateTime", "DateTimeOffset")] };
    }

    private static PortDescription Holds(string name) => new(name, IsEmbedded: true);

    private static InputDescription Flag(string name, string hint = "checkbox") => new(name, "Boolean", hint);

    private static InputDescription Choice(string name, string typeName, params string[] options) => new(name, typeName, "dropdown") { Options = options };

    private static InputDescription List(string name) => new(name, "Object", "multiline") { DefaultSyntax = "JavaScript" };

    private static InputDescription Members(string name) => new(name, "ObjectDictionary", "json-editor") { DefaultSyntax = "Object", Language = "json" };
}
