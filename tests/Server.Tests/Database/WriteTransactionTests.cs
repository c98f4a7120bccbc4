using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Database;

/// <summary>A scope's transaction goes its own way to the database; what it promises is what EF Core promises.</summary>
public sealed class WriteTransactionTests
{
    private static readonly Guid Company = DemoIds.Of("company:星河科技");

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_kind_of_change_commits_together(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        await WriteAsync(server, db => db.AddRange(Bookmark("kept"), Bookmark("changed"), Bookmark("gone")));

        await WriteAsync(server, db =>
        {
            db.Add(Bookmark("new"));
            db.Remove(WorkflowBookmark.Key("gone", Company));
            db.WorkflowBookmarks.Single(b => b.Id == "changed").FailedTries = 7;
        });

        (await server.InScopeAsync(s => Context(s).WorkflowBookmarks.OrderBy(b => b.Id).Select(b => $"{b.Id} {b.FailedTries}").ToListAsync())).ShouldBe(["changed 7", "kept 0", "new 0"]);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_row_that_is_gone_undoes_all_of_it(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => WriteAsync(server, db =>
        {
            db.Add(Bookmark("new"));
            db.Remove(WorkflowBookmark.Key("never there", Company));
        }));

        (await server.InScopeAsync(s => Context(s).WorkflowBookmarks.CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_row_that_somebody_else_has_changed_undoes_all_of_it(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        await WriteAsync(server, db => db.Add(Job()));

        await Should.ThrowAsync<DbUpdateConcurrencyException>(() => WriteAsync(server, db =>
        {
            var job = db.WorkflowJobs.Single();
            job.Lease("me", DateTime.UnixEpoch);
            db.Entry(job).Property(j => j.Version).OriginalValue = job.Version - 1;
            db.Add(Bookmark("new"));
        }));

        (await server.InScopeAsync(s => Context(s).WorkflowJobs.Select(j => j.Owner).SingleAsync())).ShouldBeNull();
        (await server.InScopeAsync(s => Context(s).WorkflowBookmarks.CountAsync())).ShouldBe(0);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rows_that_refer_to_each_other_are_written_in_their_order(TestDatabase database)
    {
        await using var server = await HrBpmServer.StartAsync(database);
        var parent = new Department { CompanyId = Company, Name = "总部", Path = "p/" };
        var child = new Department { CompanyId = Company, Name = "分部", ParentId = parent.Id, Path = "p/c/" };

        await WriteAsync(server, db => db.AddRange(child, parent));

        (await server.InScopeAsync(s => Context(s).Departments.CountAsync(d => d.Id == child.Id && d.ParentId == parent.Id))).ShouldBe(1);
    }

    [Fact]
    public async Task Another_companys_row_is_not_written()
    {
        await using var server = await HrBpmServer.StartAsync(TestDatabase.Sqlite);

        await Should.ThrowAsync<InvalidOperationException>(() => server.InScopeAsync(async services =>
        {
            services.GetRequiredService<CompanyScope>().Enter(Guid.CreateVersion7());
            var transaction = services.GetRequiredService<WriteTransaction>();
            await transaction.BeginAsync(default);
            Context(services).Add(Bookmark("new"));
            await transaction.CommitAsync(default);
            return 0;
        }));
    }

    private static Task<int> WriteAsync(HrBpmServer server, Action<AppDbContext> change) => server.InScopeAsync(async services =>
    {
        var transaction = services.GetRequiredService<WriteTransaction>();
        await transaction.BeginAsync(default);
        change(Context(services));
        await transaction.CommitAsync(default);
        return 0;
    });

    private static AppDbContext Context(IServiceProvider services) => services.GetRequiredService<AppDbContext>();

    private static WorkflowBookmark Bookmark(string id) => new() { Id = id, CompanyId = Company, InstanceId = "i", Name = "n", Hash = "h", Node = "n", CreatedUtc = DateTime.UnixEpoch };

    private static WorkflowJob Job() => new()
    {
        Id = "j", InstanceId = "i", CompanyId = Company, ActivityType = "Test.Call", Node = "n", Execution = 1, DefinitionId = "d", DefinitionVersion = 1, Inputs = "{}", IdempotencyKey = "k",
        CreatedUtc = DateTime.UnixEpoch, NotBeforeUtc = new DateTime(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc),
    };
}
