namespace HrBpm.Server.Platform;

/// <summary>A feature's part of the demo group. Runs once, on an empty database, when <c>Demo:Seed</c> is on; all parts commit together.</summary>
internal interface IDemoSeed
{
    /// <summary>Smaller ones come first: 0 the organisation, 10 accounts, 100 everything that refers to people.</summary>
    int Order { get; }

    /// <summary>Adds rows to the scope's <c>AppDbContext</c>, which is saved after each part.</summary>
    Task AddAsync(CancellationToken ct);
}
