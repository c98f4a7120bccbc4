using HrBpm.Server;
using HrBpm.Server.Database;
using HrBpm.Server.Features.Audit;
using HrBpm.Server.Features.Workflows;
using HrBpm.Server.Tests;
using HrBpm.Workflows;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.EndToEnd.Tests.Killed;

/// <summary>Looks into the database beside the servers that may be killed, without serving itself.</summary>
internal sealed class OrderBooks(FreshDatabase database) : IAsyncDisposable
{
    private readonly WebApplication app = HrBpmHost.Build([.. database.Arguments, "--Logging:LogLevel:Default=Warning"]);

    public Task<int> RunsAsync(CancellationToken ct) => ReadAsync(db => db.WorkflowRuns.CountAsync(ct));

    /// <summary>Bookmarks that wait for somebody outside.</summary>
    public Task<List<string>> PapersAsync(CancellationToken ct) => ReadAsync(db => db.WorkflowBookmarks.Where(b => b.Node.EndsWith(":" + OrderFlows.Papers)).Select(b => b.Id).ToListAsync(ct));

    /// <summary>What keeps the load from being at its end; empty when it is.</summary>
    public Task<string> OpenAsync(CancellationToken ct) => ReadAsync(async db => string.Join('\n', [
        .. await db.WorkflowInstances.Where(i => i.Status == InstanceStatus.Running).Select(i => $"runs: {i.Id} {i.DefinitionId}").ToListAsync(ct),
        .. await db.WorkflowBookmarks.Select(b => $"waits: {b.Id} {b.Node} due {b.DueUtc:O} tried {b.FailedTries}").ToListAsync(ct),
        .. await db.WorkflowDeliveries.Select(d => $"undelivered: {d.Id} not before {d.NotBeforeUtc:O} kept until {d.KeptUntilUtc:O}: {d.LastProblem}").ToListAsync(ct)]));

    /// <summary>Every instance has gone each of its steps once, and what is stored is what its history says.</summary>
    public async Task ShouldBeDoneOnceAsync(int waves, CancellationToken ct)
    {
        var instances = await ReadAsync(db => db.WorkflowInstances.ToListAsync(ct));
        var runs = (await ReadAsync(db => db.WorkflowRuns.OrderBy(r => r.Number).ToListAsync(ct))).ToLookup(r => r.InstanceId);
        var orders = waves * OrderFlows.OrdersPerWave;
        instances.CountBy(i => i.DefinitionId).OrderBy(c => c.Key, StringComparer.Ordinal)
            .ShouldBe([new(OrderFlows.Check, orders), new(OrderFlows.Courier, orders), new(OrderFlows.Order, orders), new(OrderFlows.Wave, waves)]);
        foreach (var instance in instances) ShouldBeDoneOnce(instance, [.. runs[instance.Id]]);
    }

    /// <summary>The audit log has every run, and nothing was sealed twice or lost.</summary>
    public async Task ShouldBeVerifiedAsync(CancellationToken ct)
    {
        var verdict = await app.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ct);
        verdict.IsVerified.ShouldBeTrue(string.Join('\n', verdict.Problems));
        (await ReadAsync(db => db.AuditEntries.CountAsync(e => e.Action == "workflows.run", ct))).ShouldBe(await RunsAsync(ct));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static void ShouldBeDoneOnce(WorkflowInstance instance, List<WorkflowRun> runs)
    {
        var about = $"{instance.DefinitionId} {instance.Id}";
        var history = runs.SelectMany(r => InstanceJson.ReadEvents(r.Events)).ToList();
        instance.SubStatus.ShouldBe(InstanceSubStatus.Finished, about);
        runs.Select(r => r.Number).ShouldBe(Enumerable.Range(1, instance.Version), about);
        InstanceJson.Write(Instance.Replay(history)).ShouldBe(instance.State, about);
        history.OfType<ActivityStarted>().Select(e => NodeOf(e.Node)).ShouldBe(["Workflow1", "steps", .. OrderFlows.Nodes[instance.DefinitionId]], about);
        history.OfType<ActivityCompleted>().Select(e => NodeOf(e.Node)).ShouldBe([.. OrderFlows.Nodes[instance.DefinitionId], "steps", "Workflow1"], about);
        history.OfType<BookmarkCreated>().Select(e => NodeOf(e.Node)).ShouldBe(OrderFlows.Waits[instance.DefinitionId], about);
        history.OfType<BookmarkRemoved>().Where(e => e.IsUsed).Select(e => e.BookmarkId).ShouldBe(history.OfType<BookmarkCreated>().Select(e => e.BookmarkId), ignoreOrder: true, about);
    }

    private static string NodeOf(string path) => path[(path.LastIndexOf(':') + 1)..];

    private async Task<T> ReadAsync<T>(Func<AppDbContext, Task<T>> read)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<AppDbContext>());
    }
}
