namespace HrBpm.Server.Tests.Workflows;

/// <summary>One server for each database, shared by the tests of a class, which use definitions of their own.</summary>
public sealed class WorkflowServers : IAsyncDisposable
{
    private readonly Dictionary<TestDatabase, WorkflowServer> servers = [];

    internal async Task<WorkflowServer> OnAsync(TestDatabase database)
    {
        if (!servers.TryGetValue(database, out var server)) servers[database] = server = await WorkflowServer.StartAsync(database);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in servers.Values) await server.DisposeAsync();
    }
}
