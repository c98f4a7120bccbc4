namespace HrBpm.Workflows;

/// <summary>Makes what is secret unreadable for as long as it is stored. The host keeps the keys, apart from what is stored.</summary>
public interface ISecretSeal
{
    /// <summary>The text as it may be stored.</summary>
    string Seal(string plain);

    /// <summary>The text; null when it was sealed with keys that are gone, or changed.</summary>
    string? Open(string stored);
}
