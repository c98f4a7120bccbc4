namespace HrBpm.Server.Platform.Secrets;

/// <summary>Something that is made anew, some rows at a time, while the server works: after a change of keys or of a setting. What is left is what the rows say, so a restart loses nothing.</summary>
internal interface IKeyWork
{
    /// <summary>What it is, for example <c>phones.sealed</c>.</summary>
    string Name { get; }

    /// <summary>How many rows of the company there are, and how many of them are as they should be.</summary>
    Task<(int All, int Done)> CountAsync(Guid companyId, CancellationToken ct);

    /// <summary>Companies that have rows left to do, of all companies.</summary>
    Task<List<Guid>> LeftAsync(CancellationToken ct);

    /// <summary>Does some rows. The caller commits.</summary>
    /// <returns>How many there were; 0 when all are done.</returns>
    Task<int> RunAsync(Guid companyId, int most, CancellationToken ct);
}

/// <summary>How far such work has come in a company.</summary>
/// <param name="Work">What it is.</param>
/// <param name="Rows">Rows that it is about.</param>
/// <param name="Done">Those of them that are as they should be.</param>
internal sealed record KeyWorkProgress(string Work, int Rows, int Done);
