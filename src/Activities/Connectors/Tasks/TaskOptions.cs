namespace HrBpm.Activities.Connectors.Tasks;

/// <summary>The application that does the tasks of Elsa.RunTask (<c>Connectors:Tasks</c>): each request is posted to <c>BaseUrl</c>. While that is empty, nobody is told.</summary>
public sealed class TaskOptions : HttpConnectorOptions
{
    /// <summary>Bearer token; none is sent when empty.</summary>
    [Secret]
    public string Token { get; set; } = "";

    /// <inheritdoc />
    protected override IEnumerable<(string Name, string Value)> RequiredWithAddress => [];
}
