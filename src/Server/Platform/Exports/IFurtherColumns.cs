namespace HrBpm.Server.Platform.Exports;

/// <summary>Knows the columns of a list that the type of its rows does not tell.</summary>
internal interface IFurtherColumns
{
    /// <summary>They; null for a list whose rows are of no such type.</summary>
    /// <param name="row">Type of a row.</param>
    /// <param name="ct">Cancels.</param>
    Task<FurtherColumns?> OfAsync(Type row, CancellationToken ct);
}
