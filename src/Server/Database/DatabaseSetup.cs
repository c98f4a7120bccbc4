using System.Data.Common;
using HrBpm.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using Npgsql;

namespace HrBpm.Server.Database;

/// <summary>Registers <see cref="AppDbContext"/> on the configured database.</summary>
internal static class DatabaseSetup
{
    public static void AddDatabase(this WebApplicationBuilder builder)
    {
        var options = Settings.Read<DatabaseOptions>(builder.Configuration, "Database");
        builder.Services.AddSingleton(options);
        builder.Services.AddScoped<CompanyScope>();
        builder.Services.AddSingleton<SqliteWriteGate>();
        builder.Services.AddScoped<WriteTransaction>();
        builder.Services.AddSingleton<WriteAttempts>();
        if (options.Provider == DatabaseProvider.Postgres) AddPostgres(builder);
        else AddSqlite(builder, options);
    }

    private static void AddPostgres(WebApplicationBuilder builder)
    {
        var connection = builder.Configuration.GetConnectionString("Postgres") is { Length: > 0 } given
            ? given
            : throw new SettingsException("Expected ConnectionStrings:Postgres to say where the PostgreSQL database is, but it is empty.");
        var prepared = new NpgsqlConnectionStringBuilder(connection);
        // Statements are prepared once per connection instead of being parsed and planned each time. A pooler between us and the database may not like that: then set it to 0.
        if (!new DbConnectionStringBuilder { ConnectionString = connection }.ContainsKey("Max Auto Prepare")) (prepared.MaxAutoPrepare, prepared.AutoPrepareMinUsages) = (200, 2);
        // Nothing that the system itself does leaves anything behind in a session, so there is nothing to reset before the connection is used again.
        prepared.NoResetOnClose = true;
        var people = new PersonConnections(prepared);
        builder.Services.AddSingleton(_ => new ConnectionPools(() =>
        {
            using NpgsqlConnection ofSystem = new(prepared.ConnectionString), ofPeople = new(people.ConnectionString);
            NpgsqlConnection.ClearPool(ofSystem);
            NpgsqlConnection.ClearPool(ofPeople);
        }));
        AddContexts<PostgresDbContext>(builder.Services, o => o.UseNpgsql(prepared.ConnectionString).UseSnakeCaseNamingConvention().AddInterceptors(people));
        if (builder.Configuration.GetValue<bool>("Sandbox:Enabled")) builder.Services.AddHostedService<FollowClock>();
    }

    private static void AddSqlite(WebApplicationBuilder builder, DatabaseOptions options)
    {
        var connection = new SqliteConnectionStringBuilder(
            builder.Configuration.GetConnectionString("Sqlite") ?? $"Data Source={DataFolder.PathOf(builder, "hrbpm.db")}")
        {
            ForeignKeys = true,
        }.ConnectionString;
        var pragmas = new SqlitePragmas(options.BusyTimeout);
        builder.Services.AddSingleton(_ => new ConnectionPools(() =>
        {
            using var any = new SqliteConnection(connection);
            SqliteConnection.ClearPool(any);
        }));
        AddContexts<SqliteDbContext>(builder.Services, o => o.UseSqlite(connection).UseSnakeCaseNamingConvention().AddInterceptors(pragmas));
    }

    // EF Core remembers a thousand things by itself, a query and each form of its SQL one each. The product has more of them, and what is forgotten is compiled anew.
    // One for the process, because contexts with different ones would each have a model of their own.
    private static readonly MemoryCache CompiledQueries = new(new MemoryCacheOptions { SizeLimit = 20_000 * SizeOfQuery });

    // Which EF Core itself gives each of them.
    private const int SizeOfQuery = 10;

    // Pooled, because making a context costs more than a small transaction does.
    private static void AddContexts<T>(IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where T : AppDbContext
    {
        services.AddPooledDbContextFactory<T>((provider, options) =>
        {
            // It ends with the server because it has been asked for.
            provider.GetRequiredService<ConnectionPools>();
            configure(options.UseMemoryCache(CompiledQueries));
        });
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<T>>().CreateDbContext().In(provider.GetRequiredService<CompanyScope>()));
    }
}
