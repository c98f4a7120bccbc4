using System.Text.Json;
using HrBpm.Server.Database;

namespace HrBpm.Server.Platform.Backups;

/// <summary>What is known of a backup before its content: the first thing in it.</summary>
/// <param name="Product">Version of the program that made it.</param>
/// <param name="Schema">Newest migration of the database.</param>
/// <param name="Provider">Which kind of database.</param>
/// <param name="AtUtc">When it was begun.</param>
internal sealed record BackupHead(string Product, string Schema, DatabaseProvider Provider, DateTime AtUtc);

/// <summary>Where a company's audit log stood.</summary>
/// <param name="Root">Lower-case hexadecimal root of the Merkle tree.</param>
internal sealed record BackupLogHead(Guid CompanyId, long Size, string Root);

/// <summary>What is in a backup: the last thing in it, and once more in the clear in a file beside it.</summary>
/// <param name="Head">How it begins.</param>
/// <param name="Rows">Number of rows by table.</param>
/// <param name="Logs">Where the audit logs stood.</param>
/// <param name="Sha256">Of the encrypted file, lower-case hexadecimal; only in the file beside it.</param>
/// <param name="Length">Bytes of the encrypted file; only in the file beside it.</param>
internal sealed record BackupManifest(BackupHead Head, IReadOnlyDictionary<string, long> Rows, IReadOnlyList<BackupLogHead> Logs, string? Sha256 = null, long? Length = null)
{
    private static readonly JsonSerializerOptions Json = Options();

    public static byte[] Write<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Json);

    /// <exception cref="BackupException">It is no such thing.</exception>
    public static T Read<T>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Json) ?? throw new BackupException("Expected a backup's manifest, but it is empty.");
        }
        catch (JsonException)
        {
            throw new BackupException("Expected a backup's manifest, but it is not readable.");
        }
    }

    private static JsonSerializerOptions Options()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true };
        PlatformSetup.Speak(options);
        return options;
    }
}

/// <summary>A backup cannot be made or used. The message tells the operator why.</summary>
internal sealed class BackupException(string message) : Exception(message);
