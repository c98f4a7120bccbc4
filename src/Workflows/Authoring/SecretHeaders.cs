namespace HrBpm.Workflows.Authoring;

/// <summary>Which HTTP headers carry a secret: those that identify somebody or prove who somebody is. Their values are neither kept nor shown.</summary>
public static class SecretHeaders
{
    /// <summary>What stands where a secret was.</summary>
    public const string Hidden = "***";

    private static readonly string[] Parts = ["authorization", "cookie", "token", "secret", "password", "apikey", "api-key", "credential", "session"];

    /// <summary>True for a header whose value is a secret, by its name in any case.</summary>
    public static bool IsSecret(string name) => Array.Exists(Parts, part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
}
