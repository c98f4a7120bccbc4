using System.Globalization;
using HrBpm.Server.Database;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Names of backups, which sort by time: <c>hrbpm-sqlite-20260301T020000Z.backup</c>; the manifest has <c>.json</c> after it.</summary>
internal static class BackupName
{
    public const string Pattern = "hrbpm-*.backup", Manifest = ".json";
    private const string Time = "yyyyMMdd'T'HHmmss'Z'";

    public static string Of(DatabaseProvider provider, DateTime atUtc) => $"hrbpm-{provider.ToString().ToLowerInvariant()}-{atUtc.ToString(Time, CultureInfo.InvariantCulture)}.backup";

    public static bool Is(string name) => TimeOf(name) is not null;

    /// <summary>When a backup of that name was made; null when it is the name of something else.</summary>
    public static DateTime? TimeOf(string name) =>
        name.StartsWith("hrbpm-", StringComparison.Ordinal) && name.EndsWith(".backup", StringComparison.Ordinal) && name.Split('-', '.') is [.., var time, _]
        && DateTime.TryParseExact(time, Time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
