using HrBpm.Workflows;
using HrBpm.Workflows.Testing;

namespace HrBpm.Activities.DryRuns;

/// <summary>Commits the records together with the instance, so that an attempt that is repeated has written nothing.</summary>
internal sealed class DryStore(InMemoryWorkflowStore instances, DryBook book) : IWorkflowStore
{
    public Task BeginAsync(CancellationToken ct)
    {
        book.Begin();
        return instances.BeginAsync(ct);
    }

    public Task<Instance?> LoadAsync(string instanceId, CancellationToken ct) => instances.LoadAsync(instanceId, ct);

    public async Task CommitAsync(RunCommit commit, CancellationToken ct)
    {
        await instances.CommitAsync(commit, ct);
        book.Commit();
    }

    public bool IsConflict(Exception exception) => instances.IsConflict(exception);
}
