using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace HrBpm.Workflows;

/// <summary>Decides, in one transaction, what a stimulus does: one delivery for each instance that it starts and each bookmark that it resumes. When nothing waits for it, it is kept for a while.</summary>
internal sealed class StimulusRouting(IServiceScopeFactory scopes, EngineLimits limits, TimeProvider time)
{
    /// <summary>Routes a stimulus that comes from outside.</summary>
    public Task<IReadOnlyList<Delivery>> RouteAsync(SendStimulus stimulus, CancellationToken ct)
    {
        var id = Guid.CreateVersion7().ToString("N");
        return AttemptAsync(async services => await RouteAsync(services, id, stimulus, ct), ct);
    }

    /// <summary>Routes a stimulus that a run has sent. Null when it was routed before.</summary>
    public Task<IReadOnlyList<Delivery>?> RouteAsync(Delivery delivery, CancellationToken ct) => AttemptAsync(async services =>
        await Store(services).TakeAsync(delivery.Id, ct) ? await RouteAsync(services, delivery.Id, (SendStimulus)delivery.Command, ct) : null, ct);

    /// <summary>Sends a stimulus that was kept to what waits for it by now. Null when nothing does.</summary>
    public Task<IReadOnlyList<Delivery>?> MatchAsync(Delivery early, CancellationToken ct) => AttemptAsync<IReadOnlyList<Delivery>?>(async services =>
    {
        var store = Store(services);
        var resumes = await ResumesAsync(store, (SendStimulus)early.Command, ct);
        if (resumes.Count == 0 || !await store.TakeAsync(early.Id, ct)) return null;
        return Send(store, early.Id, early.TenantId, resumes);
    }, ct);

    /// <summary>Drops a delivery that cannot be done. A parent that waits for the child that it should have started is told.</summary>
    public Task<bool> DropAsync(Delivery delivery, Refusal why, CancellationToken ct) => AttemptAsync(async services =>
    {
        var store = Store(services);
        if (!await store.TakeAsync(delivery.Id, ct)) return false;
        if (delivery.Command is StartCommand { ReportTo: { } parent })
            Send(store, delivery.Id, delivery.TenantId, [new ResumeCommand(parent.BookmarkId) { Job = new JobOutcome.Failed(why.Code, why.Message) }]);
        return true;
    }, ct);

    private async Task<IReadOnlyList<Delivery>> RouteAsync(IServiceProvider services, string id, SendStimulus stimulus, CancellationToken ct)
    {
        var store = Store(services);
        var resumes = await ResumesAsync(store, stimulus, ct);
        if (resumes.Count == 0) store.KeepEarly(new Delivery(id + ".early", stimulus.TenantId, 0, stimulus, NowUtc), NowUtc + limits.EarlyStimuliKeptFor);
        return Send(store, id, stimulus.TenantId, [.. await StartsAsync(services, stimulus, ct), .. resumes]);
    }

    private static async Task<IReadOnlyList<Command>> StartsAsync(IServiceProvider services, SendStimulus stimulus, CancellationToken ct)
    {
        if (stimulus.InstanceId is not null) return [];
        var triggers = await services.GetRequiredService<ITriggerStore>().FindAsync(stimulus.TenantId, stimulus.Hash, ct);
        return [.. triggers.Select(t => t.StartFor(stimulus.TenantId, Guid.CreateVersion7().ToString("N"), stimulus.Input) with { CorrelationId = stimulus.CorrelationId, Actor = stimulus.Actor, IsConfidential = stimulus.IsConfidential })];
    }

    private static async Task<IReadOnlyList<Command>> ResumesAsync(IDeliveryStore store, SendStimulus stimulus, CancellationToken ct) =>
        [.. (await store.FindBookmarksAsync(stimulus, ct)).Select(b => new ResumeCommand(b.BookmarkId) { Input = stimulus.Input, Actor = stimulus.Actor, IsConfidential = stimulus.IsConfidential })];

    private List<Delivery> Send(IDeliveryStore store, string id, string tenantId, IReadOnlyList<Command> commands)
    {
        var sent = commands.Select((command, at) => new Delivery(string.Create(CultureInfo.InvariantCulture, $"{id}.{at + 1}"), tenantId, at + 1, command, NowUtc)).ToList();
        sent.ForEach(store.Send);
        return sent;
    }

    private async Task<T> AttemptAsync<T>(Func<IServiceProvider, Task<T>> work, CancellationToken ct)
    {
        for (var number = 1; ; number++)
        {
            await using var scope = scopes.CreateAsyncScope();
            var instances = scope.ServiceProvider.GetRequiredService<IWorkflowStore>();
            try
            {
                await instances.BeginAsync(ct);
                var result = await work(scope.ServiceProvider);
                await Store(scope.ServiceProvider).CommitAsync(ct);
                return result;
            }
            catch (Exception e) when (number < limits.AttemptsPerRun && (e is StoreConflictException || instances.IsConflict(e)))
            {
                // Somebody else was faster. The next attempt sees what they did.
            }
        }
    }

    private DateTime NowUtc => time.GetUtcNow().UtcDateTime;

    private static IDeliveryStore Store(IServiceProvider services) => services.GetRequiredService<IDeliveryStore>();
}
