using HrBpm.Server.Database;
using HrBpm.Server.Features.Org;
using HrBpm.Server.Features.Org.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Roles;

/// <summary>A server for all tests of a class, with people who hold what nobody of the demo does.</summary>
public sealed class OneServer : IAsyncDisposable
{
    private readonly SemaphoreSlim door = new(1, 1);
    private readonly Dictionary<TestDatabase, HrBpmServer> started = [];
    private readonly Dictionary<(TestDatabase, string), HttpClient> signedIn = [];

    internal static Guid Tech => DemoIds.Of("company:星河科技");

    internal static Guid School => DemoIds.Of("company:星河实验学校");

    internal static Guid London => DemoIds.Of("branch:星河科技/伦敦分公司");

    internal async Task<HrBpmServer> OnAsync(TestDatabase database = TestDatabase.Sqlite)
    {
        await door.WaitAsync();
        try
        {
            if (started.TryGetValue(database, out var server)) return server;
            server = await HrBpmServer.StartAsync(database);
            await server.InScopeAsync(AddPeopleAsync);
            return started[database] = server;
        }
        finally
        {
            door.Release();
        }
    }

    /// <summary>The person's client; signs in the first time.</summary>
    internal async Task<HttpClient> AsAsync(string person, TestDatabase database = TestDatabase.Sqlite)
    {
        var server = await OnAsync(database);
        return signedIn.TryGetValue((database, person), out var client) ? client : signedIn[(database, person)] = await server.SignInAsync(person);
    }

    public async ValueTask DisposeAsync()
    {
        door.Dispose();
        foreach (var server in started.Values) await server.DisposeAsync();
    }

    // 于航 audits, 石磊 looks after the school, 苏晴 after the group, Charlotte decides for London, and 罗丹 has left.
    private static async Task<int> AddPeopleAsync(IServiceProvider services)
    {
        var db = services.GetRequiredService<AppDbContext>();
        db.AddRange(Grant(Tech, "yu.hang", "Auditor"), Grant(School, "shi.lei", "SchoolAdministrator"), Grant(Tech, "su.qing", "GroupAdministrator"), Grant(Tech, "charlotte.davies", "HrManager", London));
        (await db.Employments.SingleAsync(e => e.PersonId == DemoIds.Of("luo.dan"))).Until = new DateOnly(2025, 12, 31);
        return await db.SaveChangesAsync();
    }

    private static RoleGrant Grant(Guid company, string person, string role, Guid? branch = null) => new() { CompanyId = company, PersonId = DemoIds.Of(person), Role = role, BranchId = branch };
}
