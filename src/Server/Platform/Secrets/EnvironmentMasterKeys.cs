namespace HrBpm.Server.Platform.Secrets;

/// <summary>Master keys in an environment variable.</summary>
internal static class EnvironmentMasterKeys
{
    /// <summary>Its name. The form is that of <see cref="MasterKeyRing"/>, with commas between keys.</summary>
    public const string Variable = "HRBPM_MASTER_KEYS";

    /// <exception cref="SettingsException">The variable is empty or not usable.</exception>
    public static MasterKeyRing Open() => new(Environment.GetEnvironmentVariable(Variable) ?? "", $"the environment variable {Variable}");
}
