using HrBpm.Activities.Evidence;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Org.Demo;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Platform;
using HrBpm.Workflows;
using HrBpm.Workflows.Authoring;
using HrBpm.Workflows.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Server.Tests.Workflows;

/// <summary>A server that also knows the activities of these tests, and what a test asks of its engine.</summary>
internal sealed class WorkflowServer : IAsyncDisposable
{
    private static readonly Type[] TestActivities = [typeof(CallOutside), typeof(WriteRow), typeof(NotifyInBackground)];

    private WorkflowServer(HrBpmServer server) => Server = server;

    public HrBpmServer Server { get; }

    public IServiceProvider Services => Server.Services;

    public ShiftableClock Clock => Server.Clock;

    public OutsideWorld World => Services.GetRequiredService<OutsideWorld>();

    public WorkflowRuntime Runtime => Services.GetRequiredService<WorkflowRuntime>();

    /// <summary>The company that the tests' instances belong to.</summary>
    public static Guid Company => DemoIds.Of("company:星河科技");

    public static async Task<WorkflowServer> StartAsync(TestDatabase database, Action<WebApplicationBuilder>? adjust = null, params (string Name, string Value)[] settings) =>
        new(await HrBpmServer.StartAsync(database, settings.ToDictionary(s => s.Name, s => (string?)s.Value), builder => Adjust(builder, adjust)));

    public static async Task<WorkflowServer> StartAsync(FreshDatabase database, Action<WebApplicationBuilder>? adjust = null) =>
        new(await HrBpmServer.StartAsync(database, null, builder => Adjust(builder, adjust)));

    /// <summary>Publishes a definition for all companies.</summary>
    public async Task PublishAsync(string json)
    {
        await using var scope = Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImportDefinitions>().PublishAsync(json, "test", CancellationToken.None);
    }

    public async Task<string> StartInstanceAsync(string definitionId, string? instanceId = null)
    {
        var result = await Runtime.StartAsync(new StartCommand(definitionId) { TenantId = Company.ToString("D"), Actor = "starter", InstanceId = instanceId }, CancellationToken.None);
        result.Refusal.ShouldBeNull();
        return result.InstanceId;
    }

    /// <summary>The instance as it is stored.</summary>
    public Task<Instance> InstanceAsync(string id) => ReadAsync(async db => InstanceJson.Read((await db.WorkflowInstances.SingleAsync(i => i.Id == id)).State));

    /// <summary>Ids of the instance's open bookmarks, oldest first.</summary>
    public Task<List<string>> BookmarksAsync(string instanceId) =>
        ReadAsync(db => db.WorkflowBookmarks.Where(b => b.InstanceId == instanceId).OrderBy(b => b.CreatedUtc).ThenBy(b => b.Id).Select(b => b.Id).ToListAsync());

    public Task<List<WorkflowJob>> JobsAsync(string instanceId) => ReadAsync(db => db.WorkflowJobs.Where(j => j.InstanceId == instanceId).OrderBy(j => j.CreatedUtc).ThenBy(j => j.Id).ToListAsync());

    public async Task<T> ReadAsync<T>(Func<AppDbContext, Task<T>> read)
    {
        await using var scope = Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }

    /// <summary>Does everything that is due.</summary>
    public Task IdleAsync() => Services.GetRequiredService<IDueWork>().RunUntilIdleAsync(CancellationToken.None);

    /// <summary>Moves the clock, then does everything that has come due.</summary>
    public Task AdvanceAsync(TimeSpan by)
    {
        Clock.Advance(by);
        return IdleAsync();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private static void Adjust(WebApplicationBuilder builder, Action<WebApplicationBuilder>? adjust)
    {
        var product = typeof(IAuditTrail).Assembly.GetTypes().Where(t => ActivityDescriptor.Of(t) is not null);
        builder.Services.AddSingleton(new NodeCatalog([.. product, .. TestActivities]));
        builder.Services.AddSingleton<OutsideWorld>();
        adjust?.Invoke(builder);
    }
}
