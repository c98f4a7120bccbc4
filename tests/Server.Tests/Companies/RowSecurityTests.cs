using System.Collections.Concurrent;
using System.Net;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace HrBpm.Server.Tests.Companies;

/// <summary>PostgreSQL itself keeps companies apart, whatever a statement forgets.</summary>
public sealed class RowSecurityTests
{
    private static readonly Guid Tech = DemoIds.Of("company:星河科技"), School = DemoIds.Of("company:星河实验学校"), Stranger = Guid.Parse("01900000-0000-7000-8000-000000000001");

    [Fact]
    public async Task Work_for_a_person_sees_and_writes_nothing_of_another_group_even_without_a_filter()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres);
        await server.InScopeAsync(async s => await AddStrangerAsync(s.GetRequiredService<AppDbContext>()));
        await using var scope = server.Services.CreateAsyncScope();
        var person = (await scope.ServiceProvider.GetRequiredService<FindIdentity>().OfAsync(DemoIds.Of("xu.nuo"), default))!;
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();
        (await CompaniesAsync(db)).ShouldContain(Stranger, "the system itself sees all");

        scope.ServiceProvider.GetRequiredService<CompanyScope>().EnterFor(person.CompanyId, person.Group);

        (await CompaniesAsync(db)).ShouldBe([Tech, School], ignoreOrder: true, "the group's, and no other");
        (await db.Database.ExecuteSqlAsync($"UPDATE people SET name = 'x' WHERE company_id = {Stranger}")).ShouldBe(0);
        (await db.Database.ExecuteSqlAsync($"DELETE FROM people WHERE company_id = {Stranger}")).ShouldBe(0);
        var refused = await Should.ThrowAsync<PostgresException>(() => db.Database.ExecuteSqlAsync($"INSERT INTO positions (id, company_id, name) VALUES ({Guid.NewGuid()}, {Stranger}, 'spy')"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
        (await Should.ThrowAsync<PostgresException>(() => db.Database.SqlQuery<string>($"SELECT xml AS \"Value\" FROM data_protection_keys").ToListAsync())).SqlState.ShouldBe(PostgresErrorCodes.InsufficientPrivilege);
    }

    [Fact]
    public async Task A_request_sees_the_persons_company_and_the_group_where_a_right_or_a_task_reaches_it()
    {
        var seen = new ConcurrentDictionary<string, List<Guid>>();
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres, adjust: builder => builder.Services.AddTransient<IStartupFilter>(_ =>
            new AfterRequests(async http => seen[$"{http.Request.Path} {http.Response.StatusCode}"] = await CompaniesAsync(http.RequestServices.GetRequiredService<AppDbContext>()))));
        await server.InScopeAsync(s => OtherCompany.GrantAsync(s.GetRequiredService<AppDbContext>(), Tech, "su.qing", "GroupAdministrator"));
        var (manager, group) = (await server.SignInAsync("zhao.min"), await server.SignInAsync("su.qing"));

        foreach (var path in (string[])["/api/people", "/api/org", "/api/roles", "/api/payroll/statements", "/api/instances", "/api/two-person-requests"]) await ShouldSeeAsync(manager, path, Tech);
        foreach (var path in (string[])["/api/tasks", "/api/started", "/api/task-copies", "/api/offboarding"]) await ShouldSeeAsync(manager, path, Tech, School);
        await ShouldSeeAsync(group, "/api/people", Tech, School);

        async Task ShouldSeeAsync(HttpClient client, string path, params Guid[] companies)
        {
            seen.Clear();
            (await client.GetAsync(path)).StatusCode.ShouldBe(HttpStatusCode.OK, path);
            seen[$"{path} 200"].ShouldBe(companies, ignoreOrder: true, path);
        }
    }

    [Fact]
    public async Task As_the_role_of_people_plain_SQL_finds_rows_of_the_companies_of_the_setting_in_no_table_others()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres);
        await server.InScopeAsync(async s => await AddStrangerAsync(s.GetRequiredService<AppDbContext>()));
        await using var scope = server.Services.CreateAsyncScope();
        var policies = RowSecurity.PoliciesOf(scope.ServiceProvider.GetRequiredService<AppDbContext>());
        await using var connection = new NpgsqlConnection(server.Database.ConnectionString);
        await connection.OpenAsync();

        await ExecuteAsync(connection, $"SET ROLE {RowSecurity.PersonRole}");
        (await CountAsync(connection, "SELECT count(*) FROM people")).ShouldBe(0, "without a setting");
        await ExecuteAsync(connection, $"SELECT set_config('{RowSecurity.CompaniesSetting}', '{{{Tech}}}', false)");

        (await CountAsync(connection, "SELECT count(*) FROM people")).ShouldBeGreaterThan(10);
        foreach (var (table, condition) in policies)
        {
            var others = condition.Contains("owner_id", StringComparison.Ordinal) ? $"owner_id NOT IN ('{Tech}', '{DefinitionVersion.AllCompanies}')" : $"company_id <> '{Tech}'";
            (await CountAsync(connection, $"SELECT count(*) FROM \"{table}\" WHERE {others}")).ShouldBe(0, table);
        }
    }

    [Fact]
    public async Task A_connection_that_served_a_person_serves_the_next_one_with_the_next_ones_companies()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres);
        await server.InScopeAsync(async s => await AddStrangerAsync(s.GetRequiredService<AppDbContext>()));
        for (var round = 0; round < 3; round++)
        {
            (await SeenAsync(server, Tech, [Tech])).ShouldBe([Tech]);
            (await SeenAsync(server, Stranger, [Stranger])).ShouldBe([Stranger]);
            (await SeenAsync(server, null, null)).Count.ShouldBe(3, "the system itself");
        }
    }

    [Fact]
    public async Task Every_table_with_a_company_has_a_policy_for_work_on_behalf_of_people()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres);
        await using var scope = server.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AppDbContext>();

        // Of the database itself, so that a table which the model has in another way is found too.
        var open = await db.Database.SqlQuery<string>($"""
            SELECT DISTINCT c.relname::text AS "Value" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
            WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace AND NOT a.attisdropped AND (a.attname = 'company_id' OR a.attname = 'owner_id')
              AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*' AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL))
            """).ToListAsync();

        open.ShouldBeEmpty();
        RowSecurity.PoliciesOf(db).Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Requests_of_people_run_as_the_narrow_role_and_the_engine_as_the_owner()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Postgres);

        (await RoleAsync(server, Tech)).ShouldBe(RowSecurity.PersonRole);
        (await RoleAsync(server, null)).ShouldNotBe(RowSecurity.PersonRole);
    }

    [Fact]
    public async Task An_owner_that_may_do_little_else_is_enough()
    {
        await using var fresh = new FreshDatabase(TestDatabase.Postgres);
        var owner = $"owner_{Guid.NewGuid():N}"[..20];
        await ExecuteAsync(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable)!,
            $"DO $$ BEGIN CREATE ROLE {RowSecurity.PersonRole} NOLOGIN; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$", $"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD 'secret'", $"CREATE DATABASE \"{fresh.PostgresName}\" OWNER {owner}",
            $"GRANT {RowSecurity.PersonRole} TO {owner} WITH ADMIN OPTION");
        try
        {
            var connection = new NpgsqlConnectionStringBuilder(fresh.ConnectionString) { Username = owner, Password = "secret" }.ConnectionString;
            await using (var app = HrBpmHost.Build([.. fresh.Arguments, $"--ConnectionStrings:Postgres={connection}", "--urls=http://127.0.0.1:0", "--Demo:Seed=true"]))
            {
                await app.StartAsync();
                await using var scope = app.Services.CreateAsyncScope();
                scope.ServiceProvider.GetRequiredService<CompanyScope>().EnterFor(Tech, [Tech]);
                (await CompaniesAsync(scope.ServiceProvider.GetRequiredService<AppDbContext>())).ShouldBe([Tech]);
                await app.StopAsync();
            }

            NpgsqlConnection.ClearAllPools();
        }
        finally
        {
            await ExecuteAsync(Environment.GetEnvironmentVariable(FreshDatabase.PostgresVariable)!, $"DROP DATABASE IF EXISTS \"{fresh.PostgresName}\" WITH (FORCE)", $"DROP ROLE {owner}");
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Looks at each request when it has been answered, while its scope is still there.</summary>
    private sealed class AfterRequests(Func<HttpContext, Task> look) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (http, rest) =>
            {
                // The answer reaches the client only afterwards.
                var (answer, kept) = (http.Response.Body, new MemoryStream());
                http.Response.Body = kept;
                await rest(http);
                await look(http);
                kept.Position = 0;
                await kept.CopyToAsync(answer);
            });
            next(app);
        };
    }

    private static async Task ExecuteAsync(string connectionString, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        foreach (var statement in statements)
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static async Task<string> RoleAsync(HrBpmServer server, Guid? company) => await server.InScopeAsync(async services =>
    {
        if (company is { } own) services.GetRequiredService<CompanyScope>().EnterFor(own, [own]);
        return await services.GetRequiredService<AppDbContext>().Database.SqlQuery<string>($"SELECT current_user::text AS \"Value\"").SingleAsync();
    });

    private static async Task<List<Guid>> SeenAsync(HrBpmServer server, Guid? company, IReadOnlyList<Guid>? group) => await server.InScopeAsync(async services =>
    {
        if (company is { } own) services.GetRequiredService<CompanyScope>().EnterFor(own, group!);
        return await CompaniesAsync(services.GetRequiredService<AppDbContext>());
    });

    private static Task<List<Guid>> CompaniesAsync(AppDbContext db) => db.Database.SqlQuery<Guid>($"SELECT DISTINCT company_id AS \"Value\" FROM people").ToListAsync();

    private static Task<int> AddStrangerAsync(AppDbContext db)
    {
        db.Add(new Company { Id = Stranger, Name = "路人公司" });
        db.Add(new PersonRecord { CompanyId = Stranger, Name = "路人", EmployeeNumber = "1", UserName = "passer.by", Email = "p@example.com" });
        return db.SaveChangesAsync();
    }
}
