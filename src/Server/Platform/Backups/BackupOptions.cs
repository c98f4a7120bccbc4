using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Platform.Backups;

/// <summary>Settings section <c>Backups</c>.</summary>
internal sealed class BackupOptions
{
    /// <summary>Where backups are kept; also the place where one is written before it goes to S3. Default: <c>backups</c> in the data folder. It should be on another disk.</summary>
    public string Folder { get; set; } = "";

    /// <summary>How often the server makes one by itself. Default: never, because only the operator knows where backups are safe.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "31.00:00:00", ErrorMessage = "Backups:Every must be between 1 minute and 31 days.")]
    public TimeSpan? Every { get; init; }

    /// <summary>How long a backup is kept. Default: 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00", ErrorMessage = "Backups:RetainedFor must be between 1 hour and 10 years.")]
    public TimeSpan RetainedFor { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many of the newest are kept however old they are. Default: 3.</summary>
    [Range(1, 1000, ErrorMessage = "Backups:KeepAtLeast must be between 1 and 1000.")]
    public int KeepAtLeast { get; init; } = 3;

    /// <summary>Storage that speaks S3; null keeps backups in the folder alone.</summary>
    public S3Options? S3 { get; init; }
}

/// <summary>Settings section <c>Backups:S3</c>.</summary>
internal sealed class S3Options
{
    /// <summary>Address of the storage, for example <c>https://cos.ap-shanghai.myqcloud.com</c>; empty for AWS itself.</summary>
    public string Endpoint { get; init; } = "";

    /// <summary>Region, where the storage has any. Default: <c>us-east-1</c>.</summary>
    public string Region { get; init; } = "us-east-1";

    public string Bucket { get; init; } = "";

    /// <summary>What object names begin with. Default: <c>hrbpm/</c>.</summary>
    public string Prefix { get; init; } = "hrbpm/";

    public string AccessKey { get; init; } = "";

    public string SecretKey { get; init; } = "";
}
