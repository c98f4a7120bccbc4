namespace HrBpm.Workflows.Definitions;

/// <summary>How flowcharts decide what runs next.</summary>
public enum FlowchartMode
{
    /// <summary>Visits are counted, and what a decision excluded is skipped. Elsa's default.</summary>
    Counter,

    /// <summary>Tokens travel along the connections that are followed; merge modes decide where they meet.</summary>
    Token,
}

/// <summary>Settings of the whole engine where Elsa leaves a choice. A definition may choose for itself.</summary>
public sealed class ElsaOptions
{
    /// <summary>Custom property of a definition (and of a start) that chooses the mode: <c>CounterBased</c> or <c>TokenBased</c>.</summary>
    public const string ModeProperty = "Flowchart:ExecutionMode";

    /// <summary>Custom property of a definition that asks for Elsa's behaviour where ours differs on purpose (<c>docs/elsa-differences.md</c>).</summary>
    public const string CompatibilityProperty = "elsaCompatibility";

    /// <summary>Mode of flowcharts; default counter.</summary>
    public FlowchartMode Flowcharts { get; set; } = FlowchartMode.Counter;

    /// <summary>Elsa's behaviour where ours differs on purpose; default false.</summary>
    public bool Compatibility { get; set; }

    internal FlowchartMode ModeOf(WorkflowDefinition definition) => definition.CustomProperties?.Text(ModeProperty) switch
    {
        "TokenBased" => FlowchartMode.Token,
        "CounterBased" => FlowchartMode.Counter,
        _ => Flowcharts,
    };

    internal bool IsCompatible(WorkflowDefinition definition) => definition.CustomProperties?.Text(CompatibilityProperty) switch
    {
        "true" => true,
        "false" => false,
        _ => Compatibility,
    };
}
