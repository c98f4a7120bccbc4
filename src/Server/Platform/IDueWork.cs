namespace HrBpm.Server.Platform;

/// <summary>Everything that time brings. Used after the clock was moved, and by tests, so that nobody has to wait and look again.</summary>
internal interface IDueWork
{
    /// <summary>Does what is due, and what that makes due in turn, until nothing is due any more at the clock's present moment. Waits for what this process is already doing.</summary>
    Task RunUntilIdleAsync(CancellationToken ct);
}

/// <summary>One kind of work that comes due by itself: timers, jobs, sealing. Each kind is registered under this type and driven by <see cref="DueWork"/>.</summary>
internal interface IComesDue
{
    /// <summary>Does everything of its kind that is due now.</summary>
    /// <returns>How many things were done; 0 means that nothing was due.</returns>
    Task<int> RunDueAsync(CancellationToken ct);
}

/// <summary>Drives every kind of due work in turn.</summary>
internal sealed class DueWork(IEnumerable<IComesDue> kinds) : IDueWork
{
    private readonly List<IComesDue> kinds = [.. kinds];

    public async Task RunUntilIdleAsync(CancellationToken ct)
    {
        for (var done = 1; done > 0;)
        {
            done = 0;
            foreach (var kind in kinds) done += await kind.RunDueAsync(ct);
        }
    }
}
