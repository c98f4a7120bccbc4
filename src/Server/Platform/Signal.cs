using System.Threading.Channels;

namespace HrBpm.Server.Platform;

/// <summary>Wakes one listener of this process. Any number of signals that were not heard yet are one.</summary>
internal class Signal
{
    private readonly Channel<bool> channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => channel.Writer.TryWrite(true);

    public IAsyncEnumerable<bool> ListenAsync(CancellationToken ct) => channel.Reader.ReadAllAsync(ct);
}
