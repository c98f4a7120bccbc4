using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>Reads a play's state from what the server answers.</summary>
internal sealed class PlayLook
{
    private readonly DateTime nowUtc;
    private readonly JsonNode instance;
    private readonly List<(DateTime AtUtc, string What)> moments;

    /// <param name="nowUtc">The server's time.</param>
    /// <param name="instance">The case's flow.</param>
    /// <param name="jobs">The flow's jobs.</param>
    public PlayLook(DateTime nowUtc, JsonNode instance, JsonArray jobs)
    {
        (this.nowUtc, this.instance) = (nowUtc, instance);
        moments = [.. Moments(instance["waiting"]!.AsArray(), "dueUtc", "node"), .. Moments(jobs, "nextAttemptUtc", "lastProblem")];
        var running = jobs.Where(job => IsWord(job!["state"], "running")).Select(job => $"{(string)job!["activityType"]!} runs");
        Busy = [.. running, .. moments.Where(moment => moment.AtUtc <= nowUtc).Select(moment => $"{moment.What} since {moment.AtUtc:O}")];
    }

    /// <summary>What is due now, or under way, in words.</summary>
    public IReadOnlyList<string> Busy { get; }

    /// <summary>Where the case stands, with what the server says of it.</summary>
    public PlayState State(JsonNode shown) => new(
        nowUtc, IsWord(instance["instance"]!["status"], "finished"), (string)shown["stage"]!, Passed(instance["timeline"]!.AsArray()), Open(shown["clearance"]!.AsArray()),
        Incidents(instance["incidents"]!.AsArray()), moments.Count == 0 ? null : moments.Min(moment => moment.AtUtc));

    private static IEnumerable<(DateTime AtUtc, string What)> Moments(JsonArray rows, string member, string detail) =>
        from row in rows
        let at = OffboardingPlay.Moment(row![member])
        where at is not null
        select (at.Value, $"{(string?)row!["activity"]} ({(string?)row[detail]})");

    private static HashSet<string> Passed(JsonArray timeline) =>
        [.. timeline.Where(entry => IsWord(entry!["what"], "completed") && entry!["node"] is not null).Select(entry => Last((string)entry!["node"]!))];

    private static List<PlayTask> Open(JsonArray rows) =>
    [
        .. from row in rows
           where (bool)row!["isOpen"]!
           from debtor in row["owedBy"]!.AsArray()
           select new PlayTask(
               (string)row["activityId"]!, (string)row["step"]!, (Guid)debtor!["taskId"]!, (string)debtor["userName"]!, (string)debtor["name"]!, (int)row["visit"]!, (int)row["acts"]!),
    ];

    private static List<string> Incidents(JsonArray incidents) => [.. incidents.Where(incident => (bool)incident!["isOpen"]!).Select(incident => (string)incident!["id"]!)];

    private static bool IsWord(JsonNode? node, string word) => string.Equals((string?)node, word, StringComparison.OrdinalIgnoreCase);

    private static string Last(string node) => node[(node.LastIndexOf(':') + 1)..];
}
