using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.Org.Import;

/// <summary>Settings of section <c>Imports</c>: how long what an import leaves behind is kept. Both count from the upload.</summary>
internal sealed class ImportOptions
{
    /// <summary>How long the file of an import waits to be applied. Then the file, what was decided about its rows and the report go. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan UnappliedKept { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long the report of an import that was applied is kept; its figures stay. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan ReportsKept { get; init; } = TimeSpan.FromDays(30);
}
