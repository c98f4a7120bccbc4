using System.ComponentModel.DataAnnotations;

namespace HrBpm.Server.Features.Audit;

/// <summary>Settings section <c>Audit</c>.</summary>
internal sealed class AuditOptions
{
    /// <summary>Folder of the <see cref="WitnessFiles">witness</see>. Default: <c>checkpoints</c> in the data folder.</summary>
    public string Witness { get; set; } = "";

    /// <summary>How long after a signal the sealer collects further commits into the same checkpoint. Default: 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ErrorMessage = "Audit:Collect must be between 0 and 1 second.")]
    public TimeSpan Collect { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often the sealer looks without a signal. Default: 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00", ErrorMessage = "Audit:Sweep must be between 0.1 and 60 seconds.")]
    public TimeSpan Sweep { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an entry may be unsealed before the verifier reports it. Default: 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "Audit:UnsealedAtMost must be between 1 second and 1 day.")]
    public TimeSpan UnsealedAtMost { get; init; } = TimeSpan.FromMinutes(1);
}
