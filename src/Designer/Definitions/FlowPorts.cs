namespace HrBpm.Designer.Definitions;

/// <summary>Which outcome of an activity a flow goes on by when nobody says otherwise.</summary>
public static class FlowPorts
{
    /// <summary>The activity at which branches come together where a flow ends.</summary>
    public const string End = "Elsa.End";

    private static readonly Dictionary<string, string> Main = new()
    {
        ["HrBpm.Approval"] = "Approved", ["Elsa.FlowDecision"] = "True", ["Elsa.FlowSwitch"] = "Default",
    };

    /// <summary>That outcome; <c>Done</c> for most.</summary>
    public static string MainOf(string type) => Main.GetValueOrDefault(type, "Done");

    /// <summary>Nothing can come after it.</summary>
    public static bool IsTerminal(string type) => type is End or "Elsa.Finish" or "Elsa.Complete" or "Elsa.Fault" or "Elsa.Break";
}
