namespace HrBpm.Server.Database;

/// <summary>Closes a server's connections when it ends. Pools belong to the process: where that goes on, they would keep the database open for minutes.</summary>
/// <param name="clear">Closes those that nobody uses, and the others as soon as they are given back.</param>
internal sealed class ConnectionPools(Action clear) : IDisposable
{
    public void Dispose() => clear();
}
