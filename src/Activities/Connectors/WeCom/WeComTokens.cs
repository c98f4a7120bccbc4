using System.Collections.Concurrent;

namespace HrBpm.Activities.Connectors.WeCom;

/// <summary>Which of the company's secrets a call needs; each has its own access token.</summary>
public enum WeComSecret
{
    /// <summary>Address book assistant: members.</summary>
    Contacts,

    /// <summary>Self-built application: customers and messages.</summary>
    App,
}

/// <summary>Access tokens, fetched once and shared by everything in the process (gettoken itself is rate limited).</summary>
public sealed class WeComTokens(TimeProvider time)
{
    private readonly ConcurrentDictionary<WeComSecret, Slot> _slots = new();

    /// <summary>The current token. However many ask at once, one of them fetches and the rest wait for it.</summary>
    /// <param name="secret">Whose token.</param>
    /// <param name="refused">A token that WeCom has just refused; null when none was. It is replaced, unless somebody else has done so already.</param>
    /// <param name="fetch">Asks WeCom for a token and its lifetime.</param>
    /// <param name="ct">Ends the wait.</param>
    internal async Task<string> GetAsync(WeComSecret secret, string? refused, Func<CancellationToken, Task<(string Token, TimeSpan ValidFor)>> fetch, CancellationToken ct)
    {
        var slot = _slots.GetOrAdd(secret, _ => new Slot());
        if (slot.Usable(refused, time) is { } token) return token;
        await slot.OneAtATime.WaitAsync(ct);
        try
        {
            if (slot.Usable(refused, time) is { } fresh) return fresh;
            var (fetched, validFor) = await fetch(ct);
            // A token that ends while a call is under way costs a round trip, so it is given up a little early.
            slot.Current = new Entry(fetched, time.GetUtcNow() + validFor - TimeSpan.FromTicks(Math.Min(TimeSpan.FromMinutes(5).Ticks, validFor.Ticks / 10)));
            return fetched;
        }
        finally
        {
            slot.OneAtATime.Release();
        }
    }

    private sealed record Entry(string Token, DateTimeOffset UsableUntil);

    private sealed class Slot
    {
        public SemaphoreSlim OneAtATime { get; } = new(1);
        public volatile Entry? Current;

        public string? Usable(string? refused, TimeProvider time) =>
            Current is { } entry && entry.Token != refused && time.GetUtcNow() < entry.UsableUntil ? entry.Token : null;
    }
}
