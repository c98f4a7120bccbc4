namespace HrBpm.Server.Platform;

/// <summary>What must hold before the server may answer anybody.</summary>
internal static class StartupChecks
{
    /// <summary>Checks the routes, and keeps them as they are now: what maps a route would make each of them anew whenever somebody asks, which is a twentieth of a start.</summary>
    /// <exception cref="InvalidOperationException">A route says neither <c>.Needs(...)</c> nor <c>.Anonymous("why")</c>.</exception>
    public static void CheckRoutes(this IEndpointRouteBuilder routes)
    {
        var made = routes.DataSources.Select(source => new DefaultEndpointDataSource(source.Endpoints)).ToList();
        routes.DataSources.Clear();
        made.ForEach(routes.DataSources.Add);
        var silent = made.SelectMany(source => source.Endpoints)
            .Where(e => e.Metadata.GetMetadata<NeedsPermission>() is null && e.Metadata.GetMetadata<AnonymousBecause>() is null)
            .Select(e => e.DisplayName)
            .ToList();
        if (silent.Count > 0)
            throw new InvalidOperationException($"Expected each route to say .Needs(...) or .Anonymous(\"why\"), but these say neither: {string.Join("; ", silent)}.");
    }
}
