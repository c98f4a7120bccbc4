namespace HrBpm.Server.Features.Workflows.ElsaApi;

/// <summary>A whole list, with its length.</summary>
internal sealed record ItemList<T>(IReadOnlyList<T> Items)
{
    public int Count => Items.Count;
}

/// <summary>One page of a list.</summary>
/// <param name="Items">The page.</param>
/// <param name="TotalCount">How many there are on all pages.</param>
internal sealed record ItemPage<T>(IReadOnlyList<T> Items, long TotalCount);
