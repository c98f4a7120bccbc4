namespace HrBpm.Server.Platform;

/// <summary>Settings section <c>Demo</c>.</summary>
internal sealed class DemoOptions
{
    /// <summary>Whether an empty database gets the demo group. Default: no; <c>appsettings.Development.json</c>, which <c>dotnet run</c> uses, says yes.</summary>
    public bool Seed { get; init; }
}
