using HrBpm.Workflows;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Platform.Exports;

/// <summary>How much of a list one answer may hold. An export asks the list for larger pages, and does not have the rows counted for each of them.</summary>
internal sealed class ListPages(IHttpContextAccessor http)
{
    /// <summary>Rows of a page of an export.</summary>
    public const int OfExport = 5_000;

    /// <summary>The present request exports the list.</summary>
    public bool IsExport => http.HttpContext is { } context && ExportPage.Of(context) is not null;

    /// <summary>Most rows of one page.</summary>
    /// <param name="most">Of a page that people see.</param>
    public int Most(int most) => IsExport ? OfExport : most;

    /// <summary>Why a page cannot be had; null when it can.</summary>
    public Refusal? WhyNot(int? skip, int? take, int most) =>
        skip < 0 ? new("lists.skip.invalid", $"Expected 'skip' to be 0 or more, but it is {skip}.")
        : take < 1 || take > Most(most) ? new("lists.take.invalid", $"Expected 'take' to be between 1 and {most}, but it is {take}.")
        : null;

    /// <summary>How many rows there are altogether; 0 for an export, which does not ask.</summary>
    public Task<int> CountAsync<T>(IQueryable<T> rows, CancellationToken ct) => IsExport ? Task.FromResult(0) : rows.CountAsync(ct);
}
