namespace HrBpm.Workflows;

/// <summary>Where instances live. Scoped: one object serves one attempt of one run, which is one transaction.</summary>
/// <remarks>
/// A conflict with another run (version, lock, serialisation, duplicate key) is thrown as <see cref="StoreConflictException"/>, or recognised by <see cref="IsConflict"/>;
/// the runtime then repeats the whole attempt in a fresh scope.
/// </remarks>
public interface IWorkflowStore
{
    /// <summary>Opens the transaction of this attempt. What the scope's other services write joins it.</summary>
    Task BeginAsync(CancellationToken ct);

    /// <summary>The instance, locked against other runs until the attempt ends; null when there is none.</summary>
    Task<Instance?> LoadAsync(string instanceId, CancellationToken ct);

    /// <summary>Writes state, history, bookmarks and jobs, and commits the transaction.</summary>
    Task CommitAsync(RunCommit commit, CancellationToken ct);

    /// <summary>True when an exception thrown by any service of the scope means that another run was faster.</summary>
    bool IsConflict(Exception exception);
}

/// <summary>Everything that one run changed.</summary>
/// <param name="Instance">The instance after the run. Its <see cref="Instance.Version"/> is still the one that was loaded (0 for a new one); the store raises it.</param>
/// <param name="Command">What was asked.</param>
/// <param name="Events">What happened, in order. Bookmarks and jobs to write or remove are among them.</param>
/// <param name="AtUtc">The moment of the run.</param>
public sealed record RunCommit(Instance Instance, Command Command, IReadOnlyList<InstanceEvent> Events, DateTime AtUtc)
{
    /// <summary>Bookmarks that exist after the run and did not before.</summary>
    public IEnumerable<BookmarkCreated> NewBookmarks => Events.OfType<BookmarkCreated>().Where(b => Instance.Bookmarks.ContainsKey(b.BookmarkId));

    /// <summary>Bookmarks that existed before the run and do not any more.</summary>
    public IEnumerable<string> GoneBookmarks
    {
        get
        {
            var made = Events.OfType<BookmarkCreated>().Select(b => b.BookmarkId).ToHashSet();
            return Events.OfType<BookmarkRemoved>().Select(b => b.BookmarkId).Where(id => !made.Contains(id));
        }
    }

    /// <summary>Deliveries to write, in order.</summary>
    public IEnumerable<DeliveryRequested> Deliveries => Events.OfType<DeliveryRequested>();

    /// <summary>Jobs to write. A job whose bookmark was removed in the same run is left out.</summary>
    public IEnumerable<JobRequested> Jobs => Events.OfType<JobRequested>().Where(j => j.BookmarkId is null || Instance.Bookmarks.ContainsKey(j.BookmarkId));
}

/// <summary>Where definitions are read from. Scoped.</summary>
public interface IDefinitionStore
{
    /// <summary>The published version, or the one with that number; null when there is none. A tenant sees its own definitions and those of the empty tenant, its own first.</summary>
    Task<StoredDefinition?> FindAsync(string tenantId, string definitionId, int? version, CancellationToken ct);

    /// <summary>A version by its id.</summary>
    Task<StoredDefinition?> FindVersionAsync(string versionId, CancellationToken ct);
}

/// <summary>One immutable version of a definition.</summary>
/// <param name="VersionId">Id of the version.</param>
/// <param name="DefinitionId">Logical id.</param>
/// <param name="Version">Version number.</param>
/// <param name="Json">Elsa 3 JSON.</param>
public sealed record StoredDefinition(string VersionId, string DefinitionId, int Version, string Json);

/// <summary>Another run was faster; the attempt is repeated.</summary>
public sealed class StoreConflictException(string message, Exception? inner = null) : Exception(message, inner);
