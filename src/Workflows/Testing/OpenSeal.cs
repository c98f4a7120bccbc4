using System.Text;

namespace HrBpm.Workflows.Testing;

/// <summary>A seal that hides nothing from whoever looks, for tests, where nothing is stored for longer than a moment.</summary>
public sealed class OpenSeal : ISecretSeal
{
    /// <inheritdoc />
    public string Seal(string plain) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));

    /// <inheritdoc />
    public string? Open(string stored) => Encoding.UTF8.GetString(Convert.FromBase64String(stored));
}
