namespace HrBpm.Workflows.Testing;

public sealed partial class InMemoryWorkflowStore : IDeliveryStore, ITriggerStore, IActivationStore
{
    private readonly List<ActivationClaim> _claims = [];
    private readonly List<string> _taken = [];
    private readonly List<string> _held = [];
    private readonly List<KeptDelivery> _sent = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<Delivery>> ReadDueAsync(DateTime nowUtc, int most, CancellationToken ct)
    {
        lock (kept.Lock) return Task.FromResult<IReadOnlyList<Delivery>>([.. kept.Deliveries.Where(d => d.KeptUntilUtc is null && d.NotBeforeUtc <= nowUtc).Take(most).Select(d => d.Read())]);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<Delivery>> ReadMatchedAsync(DateTime nowUtc, int most, CancellationToken ct)
    {
        lock (kept.Lock)
        {
            kept.Deliveries.RemoveAll(d => d.KeptUntilUtc < nowUtc);
            var early = kept.Deliveries.Where(d => d.KeptUntilUtc is not null).Select(d => d.Read());
            return Task.FromResult<IReadOnlyList<Delivery>>([.. early.Where(d => Find((SendStimulus)d.Command).Count > 0).Take(most)]);
        }
    }

    /// <inheritdoc />
    public Task<bool> TakeAsync(string deliveryId, CancellationToken ct)
    {
        lock (kept.Lock)
        {
            if (!kept.Deliveries.Exists(d => d.Id == deliveryId)) return Task.FromResult(false);
        }

        _taken.Add(deliveryId);
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public void Send(Delivery delivery) => _sent.Add(KeptDelivery.Of(delivery, null));

    /// <inheritdoc />
    public void KeepEarly(Delivery stimulus, DateTime untilUtc) => _sent.Add(KeptDelivery.Of(stimulus, untilUtc));

    /// <inheritdoc />
    public Task<IReadOnlyList<WaitingBookmark>> FindBookmarksAsync(SendStimulus stimulus, CancellationToken ct)
    {
        lock (kept.Lock) return Task.FromResult(Find(stimulus));
    }

    /// <inheritdoc />
    public Task<bool> HoldWaitAsync(string bookmarkId, CancellationToken ct)
    {
        lock (kept.Lock)
        {
            if (!kept.InstanceByBookmark.ContainsKey(bookmarkId)) return Task.FromResult(false);
        }

        _held.Add(bookmarkId);
        return Task.FromResult(true);
    }

    /// <inheritdoc />
    public Task CommitAsync(CancellationToken ct)
    {
        lock (kept.Lock)
        {
            CheckTaken();
            Apply([]);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task PutOffAsync(string deliveryId, DateTime nowUtc, string why, CancellationToken ct)
    {
        lock (kept.Lock)
        {
            if (kept.Deliveries.Find(d => d.Id == deliveryId) is { } failed) failed.NotBeforeUtc = nowUtc + TimeSpan.FromSeconds(5);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<Trigger>> FindAsync(string tenantId, string hash, CancellationToken ct)
    {
        var found = new List<Trigger>();
        foreach (var published in kept.Definitions.PublishedFor(tenantId))
            found.AddRange((await triggers.ReadAsync(published, time.GetUtcNow().UtcDateTime, ct)).Where(t => t.Stimulus.Hash == hash));
        return found;
    }

    /// <inheritdoc />
    public Task<string?> FindRunningAsync(ActivationClaim claim, CancellationToken ct)
    {
        lock (kept.Lock)
        {
            _claims.Add(claim);
            return Task.FromResult(FindRunning(claim));
        }
    }

    private string? FindRunning(ActivationClaim claim) => kept.States.Keys.Select(kept.Read).FirstOrDefault(claim.IsMetBy)?.Id;

    private IReadOnlyList<WaitingBookmark> Find(SendStimulus stimulus) =>
    [
        .. kept.InstanceByBookmark.Values.Distinct().Select(kept.Read)
            .Where(i => i.TenantId == stimulus.TenantId && (stimulus.InstanceId ?? i.Id) == i.Id && (stimulus.CorrelationId is null || stimulus.CorrelationId == i.CorrelationId))
            .OrderBy(i => i.CreatedUtc)
            .SelectMany(i => i.Bookmarks.Values.Where(b => b.Hash == stimulus.Hash).Select(b => new WaitingBookmark(b.Id, i.Id))),
    ];

    private void CheckTaken()
    {
        if (_claims.Exists(claim => FindRunning(claim) is not null)) throw new StoreConflictException("Expected to start the only instance of its kind, but another start was faster.");
        if (_taken.Find(id => !kept.Deliveries.Exists(d => d.Id == id)) is { } lost) throw new StoreConflictException($"Expected delivery {lost} to be open, but another attempt was faster.");
        if (_held.Find(id => !kept.InstanceByBookmark.ContainsKey(id)) is { } gone) throw new StoreConflictException($"Expected bookmark {gone} to be open, but another attempt was faster.");
    }

    private void Apply(IEnumerable<Delivery> fromRun)
    {
        kept.Deliveries.RemoveAll(d => _taken.Contains(d.Id));
        kept.Deliveries.AddRange(_sent);
        kept.Deliveries.AddRange(fromRun.Select(d => KeptDelivery.Of(d, null)));
    }
}

/// <summary>A delivery as text, as a database would keep it.</summary>
internal sealed record KeptDelivery(string Id, string TenantId, int Number, string Command, DateTime SentUtc, DateTime? KeptUntilUtc)
{
    public DateTime NotBeforeUtc { get; set; } = SentUtc;

    public static KeptDelivery Of(Delivery d, DateTime? untilUtc) => new(d.Id, d.TenantId, d.Number, InstanceJson.WriteCommand(d.Command), d.SentUtc, untilUtc);

    public Delivery Read() => new(Id, TenantId, Number, InstanceJson.ReadCommand(Command), SentUtc);
}
