namespace HrBpm.Server.Platform;

/// <summary>Something that a feature makes sure of at each start, such as published definitions: after migrations, before anything is served, one process at a time. It must be repeatable.</summary>
internal interface IStartupStep
{
    /// <summary>Smaller ones come first. Default 100.</summary>
    int Order => 100;

    Task RunAsync(CancellationToken ct);
}
