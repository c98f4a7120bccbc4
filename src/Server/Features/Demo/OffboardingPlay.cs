using System.Globalization;
using System.Text.Json.Nodes;

namespace HrBpm.Server.Features.Demo;

/// <summary>
/// Plays a case of the standard offboarding through the server's own HTTP API: looks who owes something, does it as that person, else moves the clock to the
/// next moment at which something happens by itself. It keeps nothing: every move is chosen from what the server says, so it can be killed anywhere and go on.
/// </summary>
/// <param name="people">Who plays.</param>
/// <param name="moves">Moves by step; a step without any is simply agreed to.</param>
/// <param name="time">Clock for the pauses between two looks; the machine's, not the server's.</param>
internal sealed class OffboardingPlay(PlayPeople people, IReadOnlyDictionary<string, IReadOnlyList<PlayMove>> moves, TimeProvider time)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestQuiet = TimeSpan.FromSeconds(120);

    /// <summary>User names of those who look and steer: HR sees the case, the administrator the machinery.</summary>
    public string Hr { get; init; } = "liu.yang";

    /// <summary>The company's administrator, who looks after incidents and the sandbox.</summary>
    public string Administrator { get; init; } = "xu.nuo";

    /// <summary>Called before each move; true when it did something itself, after which the play looks again.</summary>
    public Func<PlayState, CancellationToken, Task<bool>> Interject { get; init; } = (_, _) => Task.FromResult(false);

    /// <summary>Told about each move.</summary>
    public Action<string> Tell { get; init; } = _ => { };

    /// <summary>Plays the case to its end.</summary>
    /// <exception cref="PlayException">Nobody can do anything, and nothing will happen by itself.</exception>
    public async Task<PlayState> RunAsync(Guid caseId, CancellationToken ct)
    {
        while (true)
        {
            var state = await SettledAsync(caseId, ct);
            if (state.IsFinished) return state;
            if (await Interject(state, ct) || await RetryAsync(caseId, state, ct) || await MoveAsync(state, ct)) continue;
            await AdvanceAsync(state, ct);
        }
    }

    internal static DateTime? Moment(JsonNode? node) =>
        node is null ? null : DateTime.Parse((string)node!, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal);

    // The server does what is due by itself, at once but not in our hand. Looked at as HR, who does not see the flow's variables: each look at those is put on record, and looking
    // must not crowd out doing. The case itself is only looked at when it has come to rest.
    private async Task<PlayState> SettledAsync(Guid caseId, CancellationToken ct)
    {
        var since = time.GetTimestamp();
        var pause = FirstPause;
        while (true)
        {
            var clock = await people.GetAsync(Administrator, "/api/sandbox/clock", ct);
            var instance = (await people.GetAsync(Hr, $"/api/instances/{caseId:D}", ct))!;
            var jobs = (await people.GetAsync(Hr, $"/api/jobs?instance={caseId:D}", ct))!.AsArray();
            var look = new PlayLook(Moment(clock!["nowUtc"])!.Value, instance, jobs);
            if (look.Busy.Count == 0) return look.State((await people.GetAsync(Hr, $"/api/offboarding/{caseId:D}", ct))!);
            if (time.GetElapsedTime(since) > LongestQuiet) throw new PlayException($"Expected case {caseId:D} to come to rest within {LongestQuiet}, but this is still due or under way: {string.Join("; ", look.Busy)}.");
            await Task.Delay(pause, time, ct);
            if (pause < LongestPause) pause *= 1.5;
        }
    }

    private async Task<bool> RetryAsync(Guid caseId, PlayState state, CancellationToken ct)
    {
        foreach (var incident in state.Incidents)
        {
            await people.PostAsync(Administrator, $"/api/instances/{caseId:D}/incidents/{incident}/resolve", new JsonObject { ["how"] = "retry" }, ct);
            Tell($"{Administrator} retries incident {incident}");
        }
        return state.Incidents.Count > 0;
    }

    private async Task<bool> MoveAsync(PlayState state, CancellationToken ct)
    {
        foreach (var task in state.Open)
        {
            var move = moves.GetValueOrDefault(task.ActivityId, []).FirstOrDefault(candidate => candidate.Fits(task)) ?? new PlayMove();
            if (move.Waits(state)) continue;
            await new PlayTurn(people, task, move, Hr).TakeAsync(ct);
            Tell($"{task.UserName} {move.Action ?? "answers"} {task.Step}");
            return true;
        }
        return false;
    }

    private async Task AdvanceAsync(PlayState state, CancellationToken ct)
    {
        if (state.NextUtc is not { } next)
            throw new PlayException($"Expected something to happen next, but nobody may act and nothing is due. Open: {string.Join(", ", state.Open.Select(task => $"{task.ActivityId} by {task.UserName}"))}.");
        try
        {
            await people.PostAsync(Administrator, "/api/sandbox/clock/advance", new JsonObject { ["to"] = next.ToString("O", CultureInfo.InvariantCulture) }, ct);
            Tell($"clock moves to {next:yyyy-MM-dd HH:mm:ss} UTC");
        }
        catch (PlayException passed) when (passed.Code == "sandbox.clock.invalid")
        {
            // The moment came by itself between the look and the move.
        }
    }
}
