namespace HrBpm.Server.Platform;

/// <summary>What must hold before the server may answer anybody.</summary>
internal static class StartupChecks
{
    /// <exception cref="InvalidOperationException">A route says neither <c>.Needs(...)</c> nor <c>.Anonymous("why")</c>.</exception>
    public static void CheckRoutes(this IEndpointRouteBuilder routes)
    {
        var silent = routes.DataSources.SelectMany(source => source.Endpoints)
            .Where(e => e.Metadata.GetMetadata<NeedsPermission>() is null && e.Metadata.GetMetadata<AnonymousBecause>() is null)
            .Select(e => e.DisplayName)
            .ToList();
        if (silent.Count > 0)
            throw new InvalidOperationException($"Expected each route to say .Needs(...) or .Anonymous(\"why\"), but these say neither: {string.Join("; ", silent)}.");
    }
}
