namespace HrBpm.Workflows.Testing;

/// <summary>What <see cref="InMemoryWorkflowStore"/> keeps: everything as JSON text, so that each run starts from what a restart would find.</summary>
public sealed class InMemoryWorkflows
{
    internal Lock Lock { get; } = new();

    internal Dictionary<string, (string State, int Version)> States { get; } = [];

    internal Dictionary<string, string> InstanceByBookmark { get; } = [];

    internal List<KeptDelivery> Deliveries { get; } = [];

    /// <summary>Definitions with all their versions.</summary>
    public InMemoryDefinitions Definitions { get; } = new();

    /// <summary>Jobs that were asked for and not taken yet, oldest first.</summary>
    public Queue<JobWork> Jobs { get; } = new();

    /// <summary>History of all instances as it was written: instance id, command, events.</summary>
    public List<(string InstanceId, string Command, string Events)> History { get; } = [];

    /// <summary>Ids of all instances, the oldest first.</summary>
    public IReadOnlyList<string> InstanceIds
    {
        get
        {
            lock (Lock) return [.. History.Select(h => h.InstanceId).Distinct()];
        }
    }

    /// <summary>Publishes a definition, for all tenants or for one; its version is the next number.</summary>
    public StoredDefinition Publish(string definitionId, string json, string tenant = "") => Definitions.Save(definitionId, json, isPublished: true, tenant);

    /// <summary>Remembers what is kept now.</summary>
    /// <returns>What brings it back; may be called more than once.</returns>
    public Action Remember()
    {
        lock (Lock)
        {
            var (states, bookmarks, deliveries, jobs, history) = (States.ToArray(), InstanceByBookmark.ToArray(), Deliveries.Select(d => d with { }).ToArray(), Jobs.ToArray(), History.ToArray());
            return () => Restore(states, bookmarks, deliveries, jobs, history);
        }
    }

    private void Restore(KeyValuePair<string, (string State, int Version)>[] states, KeyValuePair<string, string>[] bookmarks, KeptDelivery[] deliveries, JobWork[] jobs,
        (string InstanceId, string Command, string Events)[] history)
    {
        lock (Lock)
        {
            States.Clear();
            InstanceByBookmark.Clear();
            Deliveries.Clear();
            Jobs.Clear();
            History.Clear();
            foreach (var (id, state) in states) States[id] = state;
            foreach (var (id, instance) in bookmarks) InstanceByBookmark[id] = instance;
            Deliveries.AddRange(deliveries.Select(d => d with { }));
            foreach (var job in jobs) Jobs.Enqueue(job);
            History.AddRange(history);
        }
    }

    /// <summary>The instance as it is stored.</summary>
    public Instance Read(string instanceId)
    {
        lock (Lock)
        {
            var (state, version) = States[instanceId];
            var instance = InstanceJson.Read(state);
            instance.Version = version;
            return instance;
        }
    }
}

/// <summary>Keeps instances in memory, with the promises of a database: versions are checked, and a commit is all or nothing.</summary>
public sealed partial class InMemoryWorkflowStore(InMemoryWorkflows kept, TriggerReader triggers, TimeProvider time) : IWorkflowStore, IDefinitionStore
{
    /// <inheritdoc />
    public Task BeginAsync(CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc />
    public Task<Instance?> LoadAsync(string instanceId, CancellationToken ct)
    {
        lock (kept.Lock) return Task.FromResult(kept.States.ContainsKey(instanceId) ? kept.Read(instanceId) : null);
    }

    /// <inheritdoc />
    public Task CommitAsync(RunCommit commit, CancellationToken ct)
    {
        var instance = commit.Instance;
        var (state, command, events) = (InstanceJson.Write(instance), InstanceJson.WriteCommand(commit.Command), InstanceJson.WriteEvents(commit.Events));
        lock (kept.Lock)
        {
            var current = kept.States.TryGetValue(instance.Id, out var stored) ? stored.Version : 0;
            if (current != instance.Version) throw new StoreConflictException($"Expected instance {instance.Id} at version {instance.Version}, but it is at {current}.");
            CheckTaken();
            kept.States[instance.Id] = (state, current + 1);
            foreach (var gone in commit.GoneBookmarks) kept.InstanceByBookmark.Remove(gone);
            foreach (var made in commit.NewBookmarks) kept.InstanceByBookmark[made.BookmarkId] = instance.Id;
            Apply(commit.Deliveries.Select((d, at) => new Delivery(d.DeliveryId, instance.TenantId, at, d.Command, commit.AtUtc)));
            foreach (var job in commit.Jobs) kept.Jobs.Enqueue(WorkOf(instance, job));
            kept.History.Add((instance.Id, command, events));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public bool IsConflict(Exception exception) => exception is StoreConflictException;

    /// <inheritdoc />
    public Task<StoredDefinition?> FindAsync(string tenantId, string definitionId, int? version, CancellationToken ct) =>
        Task.FromResult(kept.Definitions.Find(definitionId, version, tenantId));

    /// <inheritdoc />
    public Task<StoredDefinition?> FindVersionAsync(string versionId, CancellationToken ct) =>
        Task.FromResult(kept.Definitions.FindVersion(versionId));

    private static JobWork WorkOf(Instance instance, JobRequested job) => new(job.JobId, job.BookmarkId, job.ActivityType, job.Inputs, job.IdempotencyKey,
        instance.Id, instance.TenantId, instance.CorrelationId, instance.DefinitionId, instance.DefinitionVersion, job.Node) { Sealed = job.Sealed };
}
