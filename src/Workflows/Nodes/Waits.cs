using System.Globalization;

namespace HrBpm.Workflows.Nodes;

/// <summary>Elsa.Delay: waits for a time span.</summary>
internal sealed class Delay : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await visit.InputAsync("timeSpan", "TimeSpan") is TimeSpan span) visit.Wait("Elsa.Delay", null, visit.Run.NowUtc + span);
        else await visit.FaultAsync("delay.time-missing", "Expected a time span to wait for, but there was none.");
    }
}

/// <summary>Elsa.StartAt inside a flow: waits until a moment; a moment that has passed does not wait.</summary>
internal sealed class StartAt : CoreNode
{
    internal override async ValueTask ExecuteAsync(Visit visit)
    {
        if (await visit.InputAsync("dateTime", "DateTimeOffset") is not DateTimeOffset moment)
            await visit.FaultAsync("start-at.time-missing", "Expected a moment to wait for, but there was none.");
        else if (moment.UtcDateTime <= visit.Run.NowUtc) await visit.CompleteAsync();
        else visit.Wait("Elsa.StartAt", new Dictionary<string, object?> { ["ExecuteAt"] = moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) }, moment.UtcDateTime);
    }
}
