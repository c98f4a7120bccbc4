using HrBpm.Workflows;
using HrBpm.Workflows.Definitions;
using HrBpm.Workflows.Testing;
using Microsoft.EntityFrameworkCore;

namespace HrBpm.Server.Tests.Workflows;

public sealed class InMemoryStoreTests : StorePromises
{
    internal override Task<IKeptWorkflows> OpenAsync()
    {
        var harness = new WorkflowHarness();
        foreach (var json in Definitions) harness.Kept.Publish(WorkflowDefinition.Read(json).DefinitionId, json);
        return Task.FromResult<IKeptWorkflows>(new Kept(harness));
    }

    private sealed class Kept(WorkflowHarness harness) : IKeptWorkflows
    {
        public IServiceProvider Services => harness.Services;

        public WorkflowRuntime Runtime => harness.Runtime;

        public Task<Instance> ReadAsync(string instanceId) => Task.FromResult(harness.Kept.Read(instanceId));

        public Task<List<InstanceEvent>> HistoryAsync(string instanceId) =>
            Task.FromResult(harness.Kept.History.Where(h => h.InstanceId == instanceId).SelectMany(h => InstanceJson.ReadEvents(h.Events)).ToList());

        public ValueTask DisposeAsync() => harness.DisposeAsync();
    }
}

public sealed class SqliteStoreTests : StorePromises
{
    internal override Task<IKeptWorkflows> OpenAsync() => DatabaseStore.OpenAsync(TestDatabase.Sqlite, Definitions);
}

public sealed class PostgresStoreTests : StorePromises
{
    internal override Task<IKeptWorkflows> OpenAsync() => DatabaseStore.OpenAsync(TestDatabase.Postgres, Definitions);
}

internal sealed class DatabaseStore(WorkflowServer server) : IKeptWorkflows
{
    public static async Task<IKeptWorkflows> OpenAsync(TestDatabase database, IEnumerable<string> definitions)
    {
        var server = await WorkflowServer.StartAsync(database);
        foreach (var json in definitions) await server.PublishAsync(json);
        return new DatabaseStore(server);
    }

    public IServiceProvider Services => server.Services;

    public WorkflowRuntime Runtime => server.Runtime;

    public Task<Instance> ReadAsync(string instanceId) => server.ReadAsync(async db =>
    {
        var row = await db.WorkflowInstances.SingleAsync(i => i.Id == instanceId);
        var instance = InstanceJson.Read(row.State);
        instance.Version = row.Version;
        return instance;
    });

    public Task<List<InstanceEvent>> HistoryAsync(string instanceId) => server.ReadAsync(async db =>
        (await db.WorkflowRuns.Where(r => r.InstanceId == instanceId).OrderBy(r => r.Number).ToListAsync()).SelectMany(r => InstanceJson.ReadEvents(r.Events)).ToList());

    public ValueTask DisposeAsync() => server.DisposeAsync();
}
