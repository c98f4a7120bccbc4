using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Sessions of PostgreSQL outside the pools: each begins and ends with its connection.</summary>
internal static class SingleSessions
{
    /// <summary>Where to open such sessions. Their statements know text and numbers alone: to read the types of the whole database first, as usual, would take longer than they do.</summary>
    /// <param name="connectionString">How the system itself connects.</param>
    public static NpgsqlDataSource At(string connectionString)
    {
        var builder = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = 0 }.ConnectionString);
        builder.ConfigureTypeLoading(types => types.EnableTypeLoading(false));
        return builder.Build();
    }
}
