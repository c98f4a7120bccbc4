namespace HrBpm.Server.Features.Sandbox;

/// <summary>Lets each stand-in do one call at a time, so that its ledgers are exact: two equal calls at the same moment are one effect and one repetition.</summary>
internal sealed class SandboxTurns
{
    private readonly Dictionary<SandboxSystem, SemaphoreSlim> turns = Enum.GetValues<SandboxSystem>().ToDictionary(s => s, _ => new SemaphoreSlim(1));

    public async Task<IDisposable> TakeAsync(SandboxSystem system, CancellationToken ct)
    {
        await turns[system].WaitAsync(ct);
        return new Turn(turns[system]);
    }

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
