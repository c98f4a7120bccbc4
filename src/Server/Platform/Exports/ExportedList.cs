namespace HrBpm.Server.Platform.Exports;

/// <summary>Metadata of a list's route: its rows can be had as a file.</summary>
/// <param name="Name">What the file and its columns are called by, see <see cref="ListColumns"/>.</param>
/// <param name="Row">Type of a row in the list's answer.</param>
internal sealed record ExportedList(string Name, Type Row);

/// <summary>Metadata of the route that gives a list as a file.</summary>
internal sealed record ExportOf(ExportedList List);

/// <summary>Says on the route of a list that it can be exported.</summary>
internal static class ListExports
{
    /// <summary>Adds <c>…/export</c> beside the list, with the same filters, for whoever may see the list. See <see cref="ExportRoutes"/>.</summary>
    /// <typeparam name="TRow">Type of a row in the list's answer.</typeparam>
    public static RouteHandlerBuilder Exports<TRow>(this RouteHandlerBuilder list, string name)
    {
        list.WithMetadata(new ExportedList(name, typeof(TRow)));
        list.AddEndpointFilter(async (context, next) => ExportPage.Of(context.HttpContext) is { } page ? page.Take(await next(context)) : await next(context));
        list.Finally(route => route.ApplicationServices.GetRequiredService<ExportRoutes>().Add((RouteEndpointBuilder)route));
        return list;
    }

    public static void AddExports(this IServiceCollection services)
    {
        services.AddSingleton<ExportRoutes>();
        services.AddScoped<ListPages>();
        services.AddScoped<SendExport>();
        services.AddScoped<RecordExport>();
    }

    /// <summary>Adds the routes of all lists that were mapped before.</summary>
    public static void MapExports(this IEndpointRouteBuilder routes) => routes.DataSources.Add(routes.ServiceProvider.GetRequiredService<ExportRoutes>());
}
