using System.Collections.Concurrent;
using HrBpm.Server.Platform.Transport;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace HrBpm.Server.Platform.Exports;

/// <summary>One route for each list that can be exported. It calls the list itself, page by page, so that filters, scope and field rights are the list's own and cannot differ from it.</summary>
/// <remarks>Comes after the other sources of routes, which tell it their lists while they are built.</remarks>
internal sealed class ExportRoutes : EndpointDataSource
{
    private readonly ConcurrentDictionary<string, RouteEndpoint> routes = new();

    /// <inheritdoc />
    public override IReadOnlyList<Endpoint> Endpoints => [.. routes.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => r.Value)];

    /// <inheritdoc />
    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    /// <summary>Takes note of a list.</summary>
    public void Add(RouteEndpointBuilder list)
    {
        var pattern = list.RoutePattern.RawText!.TrimEnd('/') + "/export";
        var exported = list.Metadata.OfType<ExportedList>().Single();
        var asked = list.RequestDelegate!;
        var pages = list.Metadata.OfType<IParameterBindingMetadata>().Select(p => p.Name).ToHashSet();
        var way = pages.Contains("skip") ? PagesBy.Skipping : pages.Contains("after") ? PagesBy.LastId : PagesBy.Nothing;
        routes[pattern] = new RouteEndpoint(
            http => http.RequestServices.GetRequiredService<SendExport>().RunAsync(http, exported, way, asked),
            RoutePatternFactory.Parse(pattern), list.Order, new EndpointMetadataCollection(MetadataOf(list, exported)), $"HTTP: GET {pattern}");
    }

    private static IEnumerable<object> MetadataOf(RouteEndpointBuilder list, ExportedList exported) =>
    [
        .. list.Metadata.Where(m => m is not (ExportedList or IEndpointNameMetadata or IEndpointSummaryMetadata) && m is not IProducesResponseTypeMetadata { StatusCode: StatusCodes.Status200OK }),
        new ExportOf(exported),
        new CountedCalls(CallBudget.Expensive),
        new EndpointSummaryAttribute($"{list.Metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary.TrimEnd('.')} As a file."),
    ];
}

/// <summary>How a list goes on after a page.</summary>
internal enum PagesBy
{
    /// <summary>It has one page.</summary>
    Nothing,

    /// <summary>By the number of rows to pass over.</summary>
    Skipping,

    /// <summary>By the id of the last row.</summary>
    LastId,
}
