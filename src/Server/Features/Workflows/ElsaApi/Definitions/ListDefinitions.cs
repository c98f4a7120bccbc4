using HrBpm.Server.Database;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Definitions;

/// <summary>The definitions that the company sees: its own and those of all companies.</summary>
internal static class ListDefinitions
{
    internal const int LargestPage = 1000;

    /// <param name="Items">One page, or all where no page was asked for.</param>
    /// <param name="TotalCount">How many there are on all pages.</param>
    /// <param name="Links">What can be done with definitions.</param>
    internal sealed record Response(IReadOnlyList<DefinitionModel.Summary> Items, int TotalCount, IReadOnlyList<Link> Links);

    /// <summary>What is asked for; Elsa's names.</summary>
    internal sealed class Query
    {
        public string? VersionOptions { get; init; }

        /// <summary>Counted from 0.</summary>
        public int? Page { get; init; }

        public int? PageSize { get; init; }

        /// <summary>Part of the name, the description or an id.</summary>
        public string? SearchTerm { get; init; }

        public bool? IsSystem { get; init; }
        public string? MaterializerName { get; init; }
        [FromQuery]
        public string[]? Ids { get; init; }
        [FromQuery]
        public string[]? DefinitionIds { get; init; }
        public OrderBy? OrderBy { get; init; }
        public OrderDirection? OrderDirection { get; init; }
    }

    internal enum OrderBy
    {
        Name,
        Created,
        Version,
    }

    public static async Task<Results<ElsaAnswer<Response>, ProblemHttpResult>> HandleAsync([AsParameters] Query query, AppDbContext db, DefinitionModel model, CurrentUser user, CancellationToken ct)
    {
        if (VersionOptions.Read(query.VersionOptions, VersionOptions.All) is not { } wanted) return DefinitionProblems.VersionOptions(query.VersionOptions);
        if (query.Page is < 0 || query.PageSize is < 1 or > LargestPage)
            return Problems.Invalid("definitions.page", $"Expected Page to be 0 or more and PageSize to be from 1 to {LargestPage}, but they are {query.Page} and {query.PageSize}.");
        var found = Matching(wanted.Of(SeenVersion.Of(db, user.CompanyId)), query);
        var total = await found.CountAsync(ct);
        var ordered = Ordered(found, query.OrderBy ?? OrderBy.Name, query.OrderDirection);
        var page = query.PageSize is { } size ? ordered.Skip((int)Math.Min((long)(query.Page ?? 0) * size, int.MaxValue)).Take(size) : ordered;
        var items = (await page.ToListAsync(ct)).Select(model.Summarise).ToList();
        return new ElsaAnswer<Response>(new Response(items, total, DefinitionLinks.OfList(user)), isTagged: true);
    }

    private static IQueryable<SeenVersion> Matching(IQueryable<SeenVersion> versions, Query query)
    {
        // No definition here is hidden from people as one of the system, and each is made from JSON.
        if (query.IsSystem == true || query.MaterializerName is { Length: > 0 } and not "Json") return versions.Where(_ => false);
        if (query.Ids is { Length: > 0 } ids) versions = versions.Where(v => ids.Contains(v.Id));
        if (query.DefinitionIds is { Length: > 0 } definitions) versions = versions.Where(v => definitions.Contains(v.DefinitionId));
        if (query.SearchTerm?.Trim().ToLowerInvariant() is not { Length: > 0 } text) return versions;
#pragma warning disable CA1304, CA1311, CA1862 // Not run here: ToLower() becomes SQL's lower(), and the overloads that the rules ask for have no translation.
        return versions.Where(v => v.Name.ToLower().Contains(text) || v.Description!.ToLower().Contains(text) || v.DefinitionId.ToLower().Contains(text) || v.Id == text);
#pragma warning restore CA1304, CA1311, CA1862
    }

    private static IQueryable<SeenVersion> Ordered(IQueryable<SeenVersion> versions, OrderBy by, OrderDirection? direction)
    {
        var isDescending = direction is { } given ? given == OrderDirection.Descending : by != OrderBy.Name;
        var ordered = (by, isDescending) switch
        {
            (OrderBy.Created, false) => versions.OrderBy(v => v.CreatedUtc),
            (OrderBy.Created, true) => versions.OrderByDescending(v => v.CreatedUtc),
            (OrderBy.Version, false) => versions.OrderBy(v => v.Version),
            (OrderBy.Version, true) => versions.OrderByDescending(v => v.Version),
            (_, false) => versions.OrderBy(v => v.Name),
            (_, true) => versions.OrderByDescending(v => v.Name),
        };
        return ordered.ThenBy(v => v.DefinitionId).ThenByDescending(v => v.Version);
    }
}
