namespace HrBpm.Designer.Api;

/// <summary>Ids for what a person wants to have done: the same for as long as they want the same, so that a request that is sent again after a lost answer does nothing twice.</summary>
public sealed class RequestIds
{
    private readonly Dictionary<string, Guid> open = [];

    /// <summary>The id of an intention.</summary>
    /// <param name="intention">What is wanted, with whom: another person is another intention.</param>
    public Guid Of(string intention) => open.TryGetValue(intention, out var id) ? id : open[intention] = Guid.NewGuid();

    /// <summary>It was done: whoever wants the same again, wants it once more.</summary>
    public void Done(string intention) => open.Remove(intention);

    /// <summary>Sends a request under the id of its intention, and lets the id go once it is answered with yes.</summary>
    /// <exception cref="ApiException">The server refused.</exception>
    public async Task SendAsync(string intention, Func<Guid, Task> send)
    {
        await send(Of(intention));
        Done(intention);
    }
}
