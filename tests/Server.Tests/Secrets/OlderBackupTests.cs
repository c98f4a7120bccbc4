using System.Reflection;
using HrBpm.Server.Database;
using HrBpm.Server.Platform.Backups;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Internal;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Secrets;

/// <summary>A backup of an older schema is brought to the present one while it is restored. There is one migration yet, so these tests bring the next one along.</summary>
public sealed class OlderBackupTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_backup_of_an_older_schema_is_migrated_with_its_rows(TestDatabase database)
    {
        await using var fresh = new FreshDatabase(database);
        await TemplateDatabases.CopyToAsync(fresh);
        string name;
        long people;
        await using (var server = await HrBpmServer.StartAsync(fresh))
        {
            await server.SignInAsync("zhang.wei");
            var made = await server.Services.GetRequiredService<MakeBackup>().RunAsync(CancellationToken.None);
            (name, people) = (made.Name, made.Manifest.Rows["people"]);
            made.Manifest.Head.Schema.ShouldEndWith("_Initial");
        }

        NextMigration.Rows = 0;
        var restored = await new RestoreBackup(fresh.Arguments, WithNext).RunAsync(new(name, IsFromS3: false, IsRehearsal: true, MayReplace: false), CancellationToken.None);
        restored.Audit.ShouldStartWith("chain verified:");
        restored.Manifest.Rows["people"].ShouldBe(people);
        NextMigration.Rows.ShouldBe(people, "the migration found every row of the older backup, and changed it");
    }

    private static void WithNext(Microsoft.AspNetCore.Builder.WebApplicationBuilder builder)
    {
        builder.Services.ConfigureDbContext<SqliteDbContext>(o => o.ReplaceService<IMigrationsAssembly, WithNextMigration>().AddInterceptors(new CountChanged()));
        builder.Services.ConfigureDbContext<PostgresDbContext>(o => o.ReplaceService<IMigrationsAssembly, WithNextMigration>().AddInterceptors(new CountChanged()));
    }

    // Sees how many rows the migration's statement changed.
    private sealed class CountChanged : DbCommandInterceptor
    {
        public override ValueTask<int> NonQueryExecutedAsync(System.Data.Common.DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
        {
            if (command.CommandText.Contains(NextMigration.Statement, StringComparison.Ordinal)) NextMigration.Rows = result;
            return ValueTask.FromResult(result);
        }
    }
}

/// <summary>The migration of a later version: a column more, filled from what is there.</summary>
[Migration(Id)]
internal sealed class NextMigration : Migration
{
    public const string Id = "99980101000000_Next", Statement = "UPDATE people SET called = name WHERE name IS NOT NULL";

    public static long Rows { get; set; }

    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("ALTER TABLE people ADD COLUMN called TEXT NULL");
        migrationBuilder.Sql(Statement);
    }
}

#pragma warning disable EF1001 // There is no other way to bring a migration along that is not in the program.
internal sealed class WithNextMigration(ICurrentDbContext context, IDbContextOptions options, IMigrationsIdGenerator ids, IDiagnosticsLogger<DbLoggerCategory.Migrations> logger)
    : MigrationsAssembly(context, options, ids, logger)
{
    public override IReadOnlyDictionary<string, TypeInfo> Migrations =>
        new SortedDictionary<string, TypeInfo>(base.Migrations.ToDictionary(m => m.Key, m => m.Value), StringComparer.Ordinal) { [NextMigration.Id] = typeof(NextMigration).GetTypeInfo() };
}
#pragma warning restore EF1001
