namespace HrBpm.Workflows;

/// <summary>Lets one run of an instance go at a time within this process, so that a burst of resumes queues up here instead of colliding in the database.</summary>
internal sealed class InstanceGates
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = [];

    public async Task<IDisposable> EnterAsync(string instanceId, CancellationToken ct)
    {
        Gate gate;
        lock (_lock)
        {
            if (!_gates.TryGetValue(instanceId, out gate!)) _gates[instanceId] = gate = new Gate(instanceId);
            gate.Users++;
        }

        try
        {
            await gate.Door.WaitAsync(ct);
        }
        catch
        {
            Leave(gate);
            throw;
        }

        return new Turn(this, gate);
    }

    private void Leave(Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Users == 0) _gates.Remove(gate.InstanceId);
        }
    }

    private sealed class Gate(string instanceId)
    {
        public string InstanceId { get; } = instanceId;

        public SemaphoreSlim Door { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Turn(InstanceGates gates, Gate gate) : IDisposable
    {
        public void Dispose()
        {
            gate.Door.Release();
            gates.Leave(gate);
        }
    }
}
