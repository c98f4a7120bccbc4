using System.Collections.Concurrent;

namespace HrBpm.Server.Features.Sandbox.Scan;

/// <summary>Codes, and tokens got for them, that stand for somebody who has scanned: good once, for five minutes. They live in this process alone.</summary>
internal sealed class ScanCodes(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (SandboxSystem System, string Who, DateTimeOffset Until)> given = new();

    /// <summary>A new one.</summary>
    /// <param name="system">Whose it is.</param>
    /// <param name="who">The id of whoever scanned; empty for somebody who is no member.</param>
    public string Give(SandboxSystem system, string who)
    {
        foreach (var (code, value) in given) if (value.Until <= time.GetUtcNow()) given.TryRemove(code, out _);
        var fresh = SandboxCredentials.New();
        given[fresh] = (system, who, time.GetUtcNow() + Life);
        return fresh;
    }

    /// <summary>Whom it stands for; null when it is unknown, over, or was used.</summary>
    public string? Use(SandboxSystem system, string? code) =>
        code is not null && given.TryRemove(code, out var value) && value.System == system && value.Until > time.GetUtcNow() ? value.Who : null;
}
