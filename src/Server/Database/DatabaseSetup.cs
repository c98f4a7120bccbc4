using HrBpm.Server.Platform;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

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
        builder.Services.AddDbContext<AppDbContext, PostgresDbContext>(o => o.UseNpgsql(connection).UseSnakeCaseNamingConvention());
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
        builder.Services.AddDbContext<AppDbContext, SqliteDbContext>(o => o.UseSqlite(connection).UseSnakeCaseNamingConvention().AddInterceptors(pragmas));
    }
}
