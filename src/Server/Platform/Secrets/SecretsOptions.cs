namespace HrBpm.Server.Platform.Secrets;

/// <summary>Where the master keys come from.</summary>
internal enum MasterKeySource
{
    /// <summary>The file <c>master.keys</c> in the folder of keys; made at first use.</summary>
    File,

    /// <summary>The environment variable <see cref="EnvironmentMasterKeys.Variable"/>, which an orchestrator fills from its secret store.</summary>
    Environment,
}

/// <summary>Settings section <c>Secrets</c>.</summary>
internal sealed class SecretsOptions
{
    /// <summary>Where the master keys come from. Default: the file.</summary>
    public MasterKeySource MasterKeys { get; init; } = MasterKeySource.File;

    /// <summary>Whether people's phone numbers are sealed too. Then they are found by a tail of at least four digits, and no longer by how they begin. Default: no. What is stored follows a change while the server works.</summary>
    public bool SealPhones { get; init; }
}
