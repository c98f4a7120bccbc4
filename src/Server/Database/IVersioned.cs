namespace HrBpm.Server.Database;

/// <summary>A row that two people may try to change at once: the second of them is told. <see cref="AppDbContext"/> counts the version up.</summary>
internal interface IVersioned
{
    /// <summary>Concurrency token; 0 for a new row, one more with each change.</summary>
    int Version { get; set; }
}
