namespace HrBpm.Server.Database;

/// <summary>Wants to know that a transaction has committed, for example to look for what it brought.</summary>
internal interface ICommitListener
{
    /// <summary>A transaction of this process has committed.</summary>
    void Committed();
}
