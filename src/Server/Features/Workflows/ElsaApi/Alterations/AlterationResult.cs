using HrBpm.Workflows;

namespace HrBpm.Server.Features.Workflows.ElsaApi.Alterations;

/// <summary>What became of the alterations of one instance.</summary>
internal sealed record AlterationResult(string WorkflowInstanceId, AlterationLog Log, bool WorkflowHasScheduledWork, bool IsSuccessful)
{
    public static AlterationResult Of(string instanceId, Refusal? refusal, DateTime nowUtc) =>
        new(instanceId, new AlterationLog([AlterationLogEntry.Of(refusal, nowUtc)]), WorkflowHasScheduledWork: false, IsSuccessful: refusal is null);
}

internal sealed record AlterationLog(IReadOnlyList<AlterationLogEntry> LogEntries);

/// <param name="Message">What happened.</param>
/// <param name="LogLevel">Information, or Error for a refusal.</param>
/// <param name="Timestamp">When.</param>
/// <param name="EventName">Stable code of a refusal.</param>
internal sealed record AlterationLogEntry(string Message, string LogLevel, DateTimeOffset Timestamp, string? EventName)
{
    public static AlterationLogEntry Of(Refusal? refusal, DateTime nowUtc) => refusal is null
        ? new("All alterations were made.", "Information", ElsaJson.Moment(nowUtc), null)
        : new(refusal.Message, "Error", ElsaJson.Moment(nowUtc), refusal.Code);
}
