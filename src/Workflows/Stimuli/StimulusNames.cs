namespace HrBpm.Workflows;

/// <summary>Kinds of things that bookmarks and triggers wait for.</summary>
public static class StimulusNames
{
    /// <summary>An event was published.</summary>
    public const string Event = Nodes.Event.TypeName;

    /// <summary>A task that was asked for is done.</summary>
    public const string RunTask = Nodes.RunTask.TypeName;

    /// <summary>An HTTP request came.</summary>
    public const string HttpEndpoint = Nodes.HttpEndpoint.TypeName;

    /// <summary>True when it may come before somebody waits for it.</summary>
    public static bool MayComeEarly(string name) => name == Event;
}
