namespace HrBpm.Server.Platform.Uploads;

/// <summary>Looks into a file before it is kept, for example a virus scanner. Any number may be registered; the first that says no keeps it out.</summary>
internal interface IUploadScan
{
    /// <param name="content">The whole file.</param>
    /// <param name="fileName">Its name, without a path.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Why it must not be kept, as a sentence for whoever sent it; null when it may be.</returns>
    Task<string?> WhyNotAsync(ReadOnlyMemory<byte> content, string fileName, CancellationToken ct);
}
